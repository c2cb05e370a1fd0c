using Digits.Mnist;

namespace Digits.Training;

/// <summary>A finished training: by which recipe, how it went, and what averages or ensembles of its weights reach.</summary>
internal sealed record TrainingRun(Recipe Recipe, TrainingHistory History, IReadOnlyList<CombinedResult> Combined)
{
    /// <summary>Trains a new network and shows it on the console.</summary>
    public static TrainingRun Train(Recipe recipe, MnistData data)
    {
        Console.WriteLine(recipe.Title);
        using var optimizer = recipe.Optimizer.Create();
        var trainer = new Trainer(data, optimizer, recipe);
        var history = TrainingDisplay.Show(trainer, recipe.Optimizer.Title, recipe.Epochs);
        return new TrainingRun(recipe, history, [.. trainer.TestCombined()]);
    }
}
