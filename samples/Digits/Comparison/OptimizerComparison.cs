using Digits.CommandLine;
using Digits.Mnist;
using Digits.Shared;
using Digits.Training;

namespace Digits.Comparison;

/// <summary>Trains the network with five optimizers, from the same initial weights on the same mini-batches, and writes a page about them.</summary>
internal static class OptimizerComparison
{
    /// <summary>
    /// The optimizers and learning rates of the book's figure; and RMSProp, which is not in the figure.
    /// </summary>
    private static readonly (string Optimizer, double LearningRate)[] s_entrants =
        [("sgd", 0.01), ("momentum", 0.01), ("adagrad", 0.01), ("rmsprop", 0.001), ("adam", 0.001)];

    public static void Run(Arguments arguments, MnistData data)
    {
        var runs = new List<TrainingRun>();
        foreach (var (name, learningRate) in s_entrants)
        {
            var recipe = arguments.Recipe with { Optimizer = OptimizerChoice.Find(name)!, LearningRate = learningRate };
            runs.Add(TrainingRun.Train(recipe, data));
        }

        foreach (var (recipe, history, _) in runs)
        {
            Console.WriteLine($"{recipe.Optimizer.Title,-10} final loss {history.Final.Loss:F4}   test accuracy {history.Final.TestAccuracy:F3}");
        }

        var output = arguments.Output ?? Arguments.DefaultOutput;
        Write(output, ComparisonPage.Compose(runs, data, arguments.Seed));
        Console.WriteLine($"comparison page: {output}");
    }

    private static void Write(string path, string page)
    {
        try
        {
            File.WriteAllText(path, page);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--output must be a file that can be written, but is '{path}': {failure.Message}");
        }
    }
}
