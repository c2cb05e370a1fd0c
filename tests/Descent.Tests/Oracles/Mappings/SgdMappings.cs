namespace Descent.Tests.Oracles.Mappings;

/// <summary>Gradient descent and its momenta.</summary>
internal static class SgdMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<Sgd, SgdState<double>>
        {
            Entries = ["sgd.plain", "sgd.lecture", "sgd.weight_decay", "sgd.maximize"],
            Optimizer = settings => new() { LearningRate = settings["lr"], WeightDecay = settings["weight_decay"] },
        },
        new Mapping<HeavyBallMomentum, HeavyBallMomentumState<double>>
        {
            Entries = ["momentum.default", "momentum.dampening", "momentum.wd_maximize", "momentum.heavy_dampening"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Momentum = settings["momentum"],
                Dampening = settings["dampening"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["momentum_buffer"] = state => state.Velocity },
        },

        // With a constant learning rate the velocity is −η times the buffer: v = μ v − η g and b = μ b + g differ by that factor only.
        new Mapping<VelocityMomentum, VelocityMomentumState<double>>
        {
            Entries = ["momentum.default"],
            Optimizer = settings => new() { LearningRate = settings["lr"], Momentum = settings["momentum"] },
            States = { ["momentum_buffer"] = state => state.Velocity },
            StateUnit = settings => -1 / settings["lr"],
        },

        // By induction m = β m + (1 − β) g is (1 − β) b, where b = β b + g and both start at 0. So a learning rate of η / (1 − β) gives the
        // same steps: η / (1 − β) · m = η b.
        new Mapping<MovingAverageMomentum, MovingAverageMomentumState<double>>
        {
            Entries = ["momentum.default"],
            Optimizer = settings => new() { LearningRate = settings["lr"] / (1 - settings["momentum"]), Beta = settings["momentum"] },
            States = { ["momentum_buffer"] = state => state.Velocity },
            StateUnit = settings => 1 / (1 - settings["momentum"]),
        },
        new Mapping<NesterovRewritten, NesterovRewrittenState<double>>
        {
            Entries = ["nesterov.default", "nesterov.wd"],
            Optimizer = settings =>
            {
                settings.RequireOn("nesterov");
                return new() { LearningRate = settings["lr"], Momentum = settings["momentum"], WeightDecay = settings["weight_decay"] };
            },
            States = { ["momentum_buffer"] = state => state.Velocity },
            StateUnit = settings => -1 / settings["lr"],
        },

        // The library's weights are the look-ahead points, which is where a trajectory reads the weights.
        new Mapping<NesterovLookAhead, NesterovLookAheadState<double>>
        {
            Entries = ["nesterov.default"],
            Optimizer = settings =>
            {
                settings.RequireOn("nesterov");
                return new() { LearningRate = settings["lr"], Momentum = settings["momentum"] };
            },
            States = { ["momentum_buffer"] = state => state.Velocity },
            StateUnit = settings => -1 / settings["lr"],
        },
    ];
}
