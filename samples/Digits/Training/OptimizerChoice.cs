using Descent;

namespace Digits.Training;

/// <summary>An optimizer of the library: the name it is chosen by, a learning rate that suits this network, and how a rate is set.</summary>
internal sealed record OptimizerChoice(
    string Name, string Title, double LearningRate, Func<Optimizer> Create, Action<Optimizer, double> SetLearningRate)
{
    public static IReadOnlyList<OptimizerChoice> All { get; } =
    [
        Of<Sgd>("sgd", "SGD", 0.1, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<HeavyBallMomentum>("momentum", "Momentum", 0.01, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<VelocityMomentum>("velocity-momentum", "Momentum, velocity form", 0.01, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<MovingAverageMomentum>("moving-average", "Momentum, moving average form", 0.1, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<NesterovLookAhead>("nesterov", "Nesterov, with look-ahead", 0.01, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<NesterovRewritten>("nesterov-rewritten", "Nesterov, rewritten", 0.01, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<AdaGrad>("adagrad", "AdaGrad", 0.01, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<RmsProp>("rmsprop", "RMSProp", 0.001, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<RmsPropEpsilonInside>("rmsprop-epsilon-inside", "RMSProp, ε inside the root", 0.001, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<AdamWithoutBiasCorrection>("adam-uncorrected", "Adam without bias correction", 0.001, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<Adam>("adam", "Adam", 0.001, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<AdamW>("adamw", "AdamW", 0.001, static (optimizer, rate) => optimizer.LearningRate = rate),
        Of<RAdam>("radam", "RAdam", 0.001, static (optimizer, rate) => optimizer.LearningRate = rate),
    ];

    public static OptimizerChoice Default { get; } = All.Single(choice => choice.Name == "adam");

    /// <summary>The optimizer of this name, in capitals or not; or <see langword="null"/>.</summary>
    public static OptimizerChoice? Find(string name)
        => All.SingleOrDefault(choice => string.Equals(choice.Name, name, StringComparison.OrdinalIgnoreCase));

    private static OptimizerChoice Of<TOptimizer>(string name, string title, double learningRate, Action<TOptimizer, double> setLearningRate)
        where TOptimizer : Optimizer, new()
        => new(name, title, learningRate, static () => new TOptimizer(), (optimizer, rate) => setLearningRate((TOptimizer)optimizer, rate));
}
