using Descent.Training;
using Digits.CommandLine;
using Digits.Mnist;
using Digits.Model;
using Digits.Shared;
using Digits.Training;

namespace Digits.Search;

/// <summary>Searches the learning rate of an optimizer on digits kept back from training, and trains with the best one.</summary>
internal static class LearningRateSearch
{
    private const string Rate = "learning rate";

    private static readonly SearchSpace s_space = new(SearchDimension.LogUniform(Rate, 1e-5, 1));

    public static void Run(Arguments arguments, SearchArguments options, MnistData data)
    {
        var keptBack = data.Training.Count / 8;
        var learnt = data.Training.Count - keptBack;
        var choosing = new MnistData(data.Training.Range(0, learnt), data.Training.Range(learnt, keptBack));
        using var interrupted = new CancellationTokenSource();
        ConsoleCancelEventHandler interrupt = (_, key) =>
        {
            key.Cancel = true;
            interrupted.Cancel();
        };

        Console.WriteLine($"{options.Strategy} search for the learning rate of {arguments.Optimizer.Title}, judged on {keptBack} of the digits to learn from");
        Console.CancelKeyPress += interrupt;
        var result = Search(arguments, options, choosing, interrupted.Token);
        Console.CancelKeyPress -= interrupt;

        Console.WriteLine();
        Console.WriteLine(result.ToTable());
        Write(arguments.Output ?? SearchArguments.DefaultOutput, result.ToHtml($"The learning rate of {arguments.Optimizer.Title} on handwritten digits"));
        if (result.Best is { } best && result.IsComplete)
        {
            var run = TrainingRun.Train(arguments.Recipe with { LearningRate = best.Point[Rate] }, data);
            Console.WriteLine($"test accuracy: {run.History.Final.TestAccuracy:F3}");
        }
    }

    private static SearchResult Search(Arguments arguments, SearchArguments options, MnistData data, CancellationToken interrupted)
    {
        try
        {
            return new HyperparameterSearch(s_space, options.Create(arguments.Epochs))
            {
                Name = NameOf(arguments, data),
                Seed = (ulong)arguments.Seed,
                Maximize = true,
                Workers = options.Workers,
                LogFile = options.Log,
                Progress = new SearchProgressBar(),
            }.Run(trial => Accuracy(trial, arguments, data), interrupted);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new InputException($"--log must be the log of this search, but: {failure.Message}");
        }
    }

    /// <summary>All that the results depend on, so that nothing else goes on from their log.</summary>
    private static string NameOf(Arguments arguments, MnistData data)
        => $"{arguments.Optimizer.Name}, schedule {arguments.Schedule.Name}{Normalized(arguments.Normalization)}, {arguments.Epochs} epochs of {data.Training.Count} digits";

    private static string Normalized(Normalization normalization) => normalization switch
    {
        Normalization.Batch => ", batch normalization",
        Normalization.Layer => ", layer normalization",
        _ => "",
    };

    /// <summary>The accuracy on the digits kept back; not a number if the training went astray.</summary>
    private static double Accuracy(Trial trial, Arguments arguments, MnistData data)
    {
        using var optimizer = arguments.Optimizer.Create();
        var epochs = (int)Math.Round(arguments.Search!.Strategy == "halving" ? trial.Budget : arguments.Epochs);
        var recipe = arguments.Recipe with { LearningRate = trial[Rate], Epochs = epochs };
        var history = new Trainer(data, optimizer, recipe).Train(epochs, trial.CancellationToken.ThrowIfCancellationRequested, _ => { });
        return double.IsFinite(history.Final.Loss) ? history.Final.TestAccuracy : double.NaN;
    }

    private static void Write(string path, string page)
    {
        try
        {
            File.WriteAllText(path, page);
            Console.WriteLine($"search page: {path}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--output must be a file that can be written, but is '{path}': {failure.Message}");
        }
    }
}
