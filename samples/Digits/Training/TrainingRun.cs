using Digits.Mnist;

namespace Digits.Training;

/// <summary>A finished training: which optimizer, at which learning rate, and how it went.</summary>
internal sealed record TrainingRun(OptimizerChoice Choice, double LearningRate, TrainingHistory History)
{
    /// <summary>Trains a new network and shows it on the console.</summary>
    public static TrainingRun Train(OptimizerChoice choice, double learningRate, MnistData data, int epochs, int seed)
    {
        Console.WriteLine($"{choice.Title}, learning rate {learningRate}");
        using var optimizer = choice.Create(learningRate);
        var trainer = new Trainer(data, optimizer, seed);
        return new TrainingRun(choice, learningRate, TrainingDisplay.Show(trainer, choice.Title, epochs));
    }
}
