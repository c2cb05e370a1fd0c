using Descent;

namespace Digits.Training;

/// <summary>An optimizer of the library: the name it is chosen by, a learning rate that suits this network, and how it is made.</summary>
internal sealed record OptimizerChoice(string Name, string Title, double LearningRate, Func<Optimizer> Create)
{
    public static IReadOnlyList<OptimizerChoice> All { get; } =
    [
        new("sgd", "SGD", 0.1, static () => new Sgd()),
        new("momentum", "Momentum", 0.01, static () => new HeavyBallMomentum()),
        new("velocity-momentum", "Momentum, velocity form", 0.01, static () => new VelocityMomentum()),
        new("moving-average", "Momentum, moving average form", 0.1, static () => new MovingAverageMomentum()),
        new("nesterov", "Nesterov, with look-ahead", 0.01, static () => new NesterovLookAhead()),
        new("nesterov-rewritten", "Nesterov, rewritten", 0.01, static () => new NesterovRewritten()),
        new("adagrad", "AdaGrad", 0.01, static () => new AdaGrad()),
        new("rmsprop", "RMSProp", 0.001, static () => new RmsProp()),
        new("rmsprop-epsilon-inside", "RMSProp, ε inside the root", 0.001, static () => new RmsProp { EpsilonPlacement = EpsilonPlacement.InsideRoot, Decay = 0.9, Epsilon = 1e-7 }),
        new("adam-uncorrected", "Adam without bias correction", 0.001, static () => new AdamWithoutBiasCorrection()),
        new("adam", "Adam", 0.001, static () => new Adam()),
        new("adamw", "AdamW", 0.001, static () => new AdamW()),
        new("radam", "RAdam", 0.001, static () => new RAdam()),
    ];

    public static OptimizerChoice Default { get; } = All.Single(choice => choice.Name == "adam");

    /// <summary>The optimizer of this name, in capitals or not; or <see langword="null"/>.</summary>
    public static OptimizerChoice? Find(string name)
        => All.SingleOrDefault(choice => string.Equals(choice.Name, name, StringComparison.OrdinalIgnoreCase));
}
