using Digits.Model;
using Digits.Training;

namespace Digits.CommandLine;

/// <summary>What the user asked for, checked.</summary>
internal sealed record Arguments
{
    /// <summary>Whether to print the help and do nothing else.</summary>
    public bool Help { get; init; }

    /// <summary>Whether to train five optimizers and write a page about them instead of training one.</summary>
    public bool Compare { get; init; }

    /// <summary>How to search for a learning rate, or <see langword="null"/> to train with one.</summary>
    public SearchArguments? Search { get; init; }

    public OptimizerChoice Optimizer { get; init; } = OptimizerChoice.Default;

    /// <summary>The learning rate, or <see langword="null"/> for the optimizer's own.</summary>
    public double? LearningRate { get; init; }

    public int Epochs { get; init; } = 20;

    public int Seed { get; init; } = 1;

    /// <summary>How the hidden layers are normalized.</summary>
    public Normalization Normalization { get; init; }

    public ScheduleChoice Schedule { get; init; } = ScheduleChoice.Constant;

    /// <summary>The average of the weights to test, or <see langword="null"/>.</summary>
    public AverageChoice? Average { get; init; }

    /// <summary>The number of snapshots of an ensemble, or <see langword="null"/> for none.</summary>
    public int? Ensemble { get; init; }

    /// <summary>The training that all of them describe.</summary>
    public Recipe Recipe => new(Optimizer, LearningRate ?? Optimizer.LearningRate, Epochs, Seed)
    {
        Normalization = Normalization,
        Schedule = Schedule,
        Average = Average,
        Ensemble = Ensemble,
    };

    /// <summary>The file that keeps the training after every epoch, or <see langword="null"/> for none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Whether to go on from that file, if it is there.</summary>
    public bool Resume { get; init; }

    /// <summary>The page that a comparison writes, or <see langword="null"/> for <see cref="DefaultOutput"/>.</summary>
    public string? Output { get; init; }

    /// <summary>The folder of the four MNIST files; those next to the program unless said.</summary>
    public string DataFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "data");

    public static string DefaultOutput => "digits-comparison.html";
}
