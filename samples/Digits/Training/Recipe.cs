using Descent.Training;
using Digits.Model;

namespace Digits.Training;

/// <summary>Everything that a training depends on, save the digits.</summary>
/// <param name="Optimizer">The rule.</param>
/// <param name="LearningRate">Its highest learning rate.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Seed">Of the initial weights and the order of the images.</param>
internal sealed record Recipe(OptimizerChoice Optimizer, double LearningRate, int Epochs, int Seed)
{
    /// <summary>How the hidden layers are normalized.</summary>
    public Normalization Normalization { get; init; }

    /// <summary>How the learning rate changes.</summary>
    public ScheduleChoice Schedule { get; init; } = ScheduleChoice.Constant;

    /// <summary>The average of the weights to test at the end, or <see langword="null"/>.</summary>
    public AverageChoice? Average { get; init; }

    /// <summary>The number of snapshots to test together at the end, or <see langword="null"/>. Each is the end of a cycle of the learning rate.</summary>
    public int? Ensemble { get; init; }

    /// <summary>One line for the console.</summary>
    public string Title
    {
        get
        {
            List<string> parts = [Optimizer.Title, $"learning rate {LearningRate}"];
            if (Ensemble is { } snapshots)
            {
                parts.Add($"cosine with {snapshots} warm starts");
            }
            else if (Schedule != ScheduleChoice.Constant)
            {
                parts.Add($"schedule {Schedule.Name}");
            }

            if (Normalization != Normalization.None)
            {
                parts.Add(Normalization == Normalization.Batch ? "batch normalization" : "layer normalization");
            }

            return string.Join(", ", parts);
        }
    }

    /// <summary>The learning rate at each of so many steps.</summary>
    public Schedule LearningRates(int steps)
        => Ensemble is { } snapshots ? CosineWarmRestarts.ForSnapshots(LearningRate, steps, snapshots) : Schedule.Create(LearningRate, steps);
}
