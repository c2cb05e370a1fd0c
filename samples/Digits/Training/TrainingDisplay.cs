using Spectre.Console;

namespace Digits.Training;

/// <summary>Shows a training on the console: a line an epoch and, where there is a screen to redraw, a progress bar below them.</summary>
internal static class TrainingDisplay
{
    private static bool HasScreen => AnsiConsole.Profile.Capabilities.Ansi && !Console.IsOutputRedirected;

    /// <summary>Trains for some epochs and shows how it goes.</summary>
    public static TrainingHistory Show(Trainer trainer, string title, int epochs)
        => HasScreen
            ? ShowWithBar(trainer, title, epochs)
            : trainer.Train(epochs, static () => { }, result => Console.WriteLine(Line(result, epochs)));

    private static TrainingHistory ShowWithBar(Trainer trainer, string title, int epochs)
    {
        Console.CancelKeyPress += static (_, _) => AnsiConsole.Cursor.Show();
        return AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var bar = context.AddTask(title, maxValue: epochs * trainer.BatchesPerEpoch);
                return trainer.Train(epochs, () => bar.Increment(1), result => AnsiConsole.WriteLine(Line(result, epochs)));
            });
    }

    private static string Line(EpochResult result, int epochs)
    {
        var epoch = $"{result.Epoch}".PadLeft($"{epochs}".Length);
        return $"epoch {epoch} of {epochs}   loss {result.Loss:F4}   " +
            $"training accuracy {result.TrainingAccuracy:F3}   test accuracy {result.TestAccuracy:F3}";
    }
}
