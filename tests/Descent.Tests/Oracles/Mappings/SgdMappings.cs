namespace Descent.Tests.Oracles.Mappings;

/// <summary>Gradient descent and its momenta.</summary>
internal static class SgdMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<Sgd, SgdState>
        {
            Entries = ["sgd.plain", "sgd.lecture", "sgd.weight_decay", "sgd.maximize"],
            Optimizer = settings => new() { LearningRate = settings["lr"], WeightDecay = settings["weight_decay"] },
        },
        new Mapping<SgdPyTorch, SgdPyTorchState>
        {
            Entries =
            [
                "sgd.plain", "sgd.lecture", "sgd.weight_decay", "sgd.maximize", "momentum.default", "momentum.dampening", "momentum.wd_maximize",
                "momentum.heavy_dampening", "nesterov.default", "nesterov.wd",
            ],
            Maximizes = true,
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Momentum = settings["momentum"],
                Dampening = settings["dampening"],
                Nesterov = settings.IsOn("nesterov"),
                WeightDecay = settings["weight_decay"],
                Maximize = settings.IsOn("maximize"),
            },
            States = { ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
        },
        new Mapping<HeavyBallMomentum, HeavyBallMomentumState>
        {
            Entries = ["momentum.default", "momentum.dampening", "momentum.wd_maximize", "momentum.heavy_dampening"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Momentum = settings["momentum"],
                Dampening = settings["dampening"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
        },

        // With a constant learning rate the velocity is −η times the buffer: v = μ v − η g and b = μ b + g differ by that factor only.
        new Mapping<VelocityMomentum, VelocityMomentumState>
        {
            Entries = ["momentum.default"],
            Optimizer = settings => new() { LearningRate = settings["lr"], Momentum = settings["momentum"] },
            States = { ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
            Units = { ["momentum_buffer"] = settings => -1 / settings["lr"] },
        },

        // By induction m = β m + (1 − β) g is (1 − β) b, where b = β b + g and both start at 0. So a learning rate of η / (1 − β) gives the
        // same steps: η / (1 − β) · m = η b.
        new Mapping<MovingAverageMomentum, MovingAverageMomentumState>
        {
            Entries = ["momentum.default"],
            Optimizer = settings => new() { LearningRate = settings["lr"] / (1 - settings["momentum"]), Beta = settings["momentum"] },
            States = { ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
            Units = { ["momentum_buffer"] = settings => 1 / (1 - settings["momentum"]) },
        },
        new Mapping<NesterovRewritten, NesterovRewrittenState>
        {
            Entries = ["nesterov.default", "nesterov.wd"],
            Optimizer = settings =>
            {
                settings.RequireOn("nesterov");
                return new() { LearningRate = settings["lr"], Momentum = settings["momentum"], WeightDecay = settings["weight_decay"] };
            },
            States = { ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
            Units = { ["momentum_buffer"] = settings => -1 / settings["lr"] },
        },

        // The library's weights are the look-ahead points, which is where a trajectory reads the weights.
        new Mapping<NesterovLookAhead, NesterovLookAheadState>
        {
            Entries = ["nesterov.default"],
            Optimizer = settings =>
            {
                settings.RequireOn("nesterov");
                return new() { LearningRate = settings["lr"], Momentum = settings["momentum"] };
            },
            States = { ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
            Units = { ["momentum_buffer"] = settings => -1 / settings["lr"] },
        },
        new Mapping<SgdW, SgdWState>
        {
            Entries = ["sgdw.default", "sgdw.nesterov"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Momentum = settings["momentum"],
                Nesterov = settings.IsOn("nesterov"),
                WeightDecay = settings["weight_decay"],
            },
            States = { ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
        },
        new Mapping<Asgd, AsgdState>
        {
            Entries = ["asgd.default", "asgd.averaging", "asgd.maximize_wd"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Decay = settings["lambd"],
                Power = settings["alpha"],
                AveragingStart = settings["t0"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["ax"] = state => state.Average.ReadOnlySpan<double>() },
            ComputedStates = ["eta", "mu"],
        },
        new Mapping<AccSgd, AccSgdState>
        {
            Entries = ["accsgd.default", "accsgd.wd"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                LongStepRatio = settings["kappa"],
                StatisticalAdvantage = settings["xi"],
                SmallConstant = settings["small_const"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["momentum_buffer"] = state => state.Average.ReadOnlySpan<double>() },
        },
        new Mapping<Rprop, RpropState>
        {
            Entries = ["rprop.default", "rprop.wide", "rprop.maximize"],
            Optimizer = settings => new()
            {
                InitialStep = settings["lr"],
                Decrease = settings["etas", 0],
                Increase = settings["etas", 1],
                MinimumStep = settings["step_sizes", 0],
                MaximumStep = settings["step_sizes", 1],
            },
            States = { ["prev"] = state => state.PreviousGradient.ReadOnlySpan<double>(), ["step_size"] = state => state.StepSize.ReadOnlySpan<double>() },
        },
    ];
}
