using Descent;

namespace Digits.Training;

/// <summary>An optimizer of the library: the name it is chosen by, and a learning rate that suits this network.</summary>
internal sealed record OptimizerChoice(string Name, string Title, double LearningRate, Func<double, Optimizer> Create)
{
    public static IReadOnlyList<OptimizerChoice> All { get; } =
    [
        new("sgd", "SGD", 0.1, rate => new Sgd { LearningRate = rate }),
        new("momentum", "Momentum", 0.01, rate => new HeavyBallMomentum { LearningRate = rate }),
        new("velocity-momentum", "Momentum, velocity form", 0.01, rate => new VelocityMomentum { LearningRate = rate }),
        new("moving-average", "Momentum, moving average form", 0.1, rate => new MovingAverageMomentum { LearningRate = rate }),
        new("nesterov", "Nesterov, with look-ahead", 0.01, rate => new NesterovLookAhead { LearningRate = rate }),
        new("nesterov-rewritten", "Nesterov, rewritten", 0.01, rate => new NesterovRewritten { LearningRate = rate }),
        new("adagrad", "AdaGrad", 0.01, rate => new AdaGrad { LearningRate = rate }),
        new("rmsprop", "RMSProp", 0.001, rate => new RmsProp { LearningRate = rate }),
        new("rmsprop-epsilon-inside", "RMSProp, ε inside the root", 0.001, rate => new RmsPropEpsilonInside { LearningRate = rate }),
        new("adam-uncorrected", "Adam without bias correction", 0.001, rate => new AdamWithoutBiasCorrection { LearningRate = rate }),
        new("adam", "Adam", 0.001, rate => new Adam { LearningRate = rate }),
        new("adamw", "AdamW", 0.001, rate => new AdamW { LearningRate = rate }),
        new("radam", "RAdam", 0.001, rate => new RAdam { LearningRate = rate }),
    ];

    public static OptimizerChoice Default { get; } = All.Single(choice => choice.Name == "adam");

    /// <summary>The optimizer of this name, in capitals or not; or <see langword="null"/>.</summary>
    public static OptimizerChoice? Find(string name)
        => All.SingleOrDefault(choice => string.Equals(choice.Name, name, StringComparison.OrdinalIgnoreCase));
}
