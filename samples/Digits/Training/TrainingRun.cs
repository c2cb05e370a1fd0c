using Digits.Mnist;

namespace Digits.Training;

/// <summary>A finished training: by which recipe, how it went, and what averages or ensembles of its weights reach.</summary>
internal sealed record TrainingRun(Recipe Recipe, TrainingHistory History, IReadOnlyList<CombinedResult> Combined)
{
    /// <summary>Trains a new network and shows it on the console.</summary>
    /// <param name="recipe">How.</param>
    /// <param name="data">The digits.</param>
    /// <param name="checkpoint">The file that keeps the training after every epoch, if there is to be one.</param>
    /// <param name="resume">Whether it goes on from that file, if it is there.</param>
    public static TrainingRun Train(Recipe recipe, MnistData data, string? checkpoint = null, bool resume = false)
    {
        Console.WriteLine(recipe.Title);
        using var optimizer = recipe.Optimizer.Create();
        var trainer = new Trainer(data, optimizer, recipe) { Checkpoint = checkpoint };
        if (resume && File.Exists(checkpoint))
        {
            Console.WriteLine($"goes on after epoch {trainer.Resume()}");
        }

        var history = TrainingDisplay.Show(trainer, recipe.Optimizer.Title, recipe.Epochs);
        return new TrainingRun(recipe, history, [.. trainer.TestCombined()]);
    }
}
