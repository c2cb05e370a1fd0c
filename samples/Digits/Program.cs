using System.Globalization;
using Digits.CommandLine;
using Digits.Comparison;
using Digits.Mnist;
using Digits.Search;
using Digits.Shared;
using Digits.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    var arguments = ArgumentReader.Read(args);
    if (arguments.Help)
    {
        Console.WriteLine(Help.Text);
        return 0;
    }

    var data = MnistData.Load(arguments.DataFolder);
    Console.WriteLine($"{data.Training.Count} digits to learn from, {data.Test.Count} to test on, seed {arguments.Seed}");
    if (arguments.Compare)
    {
        OptimizerComparison.Run(arguments, data);
    }
    else if (arguments.Search is { } search)
    {
        LearningRateSearch.Run(arguments, search, data);
    }
    else
    {
        var run = TrainingRun.Train(arguments.Recipe, data, arguments.Checkpoint, arguments.Resume);
        Console.WriteLine($"test accuracy: {run.History.Final.TestAccuracy:F3}");
        foreach (var (title, accuracy) in run.Combined)
        {
            Console.WriteLine($"test accuracy, {title}: {accuracy:F3}");
        }
    }

    return 0;
}
catch (InputException mistake)
{
    Console.Error.WriteLine(mistake.Message);
    return 2;
}
