namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that mix gradients and their averages in other ways than momentum.</summary>
internal static class MomentumMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<Qhm, QhmState>
        {
            Entries = ["qhm.default", "qhm.wd", "qhm.direct"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta = settings["momentum"],
                Nu = settings["nu"],
                WeightDecay = settings["weight_decay"],
                DecoupledWeightDecay = settings.Is("weight_decay_type", "direct"),
            },
            States = { ["momentum_buffer"] = state => state.Momentum.ReadOnlySpan<double>() },
        },
        new Mapping<AggMo, AggMoState>
        {
            Entries = ["aggmo.default"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Beta3 = settings["betas", 2],
                WeightDecay = settings["weight_decay"],
            },
            States =
            {
                ["momentum_buffer 0.0"] = state => state.Velocities0.ReadOnlySpan<double>(),
                ["momentum_buffer 0.9"] = state => state.Velocities1.ReadOnlySpan<double>(),
                ["momentum_buffer 0.99"] = state => state.Velocities2.ReadOnlySpan<double>(),
            },
        },
        new Mapping<AggMoUpToEight, AggMoUpToEightState>
        {
            Entries = ["aggmo.default"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Velocities = 3,
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Beta3 = settings["betas", 2],
                WeightDecay = settings["weight_decay"],
            },
            States =
            {
                ["momentum_buffer 0.0"] = state => state.Velocities0.ReadOnlySpan<double>(),
                ["momentum_buffer 0.9"] = state => state.Velocities1.ReadOnlySpan<double>(),
                ["momentum_buffer 0.99"] = state => state.Velocities2.ReadOnlySpan<double>(),
            },
        },
        new Mapping<AggMoUpToEight, AggMoUpToEightState>
        {
            Entries = ["aggmo.two_wd"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Velocities = 2,
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["momentum_buffer 0.3"] = state => state.Velocities0.ReadOnlySpan<double>(), ["momentum_buffer 0.8"] = state => state.Velocities1.ReadOnlySpan<double>() },
        },
        new Mapping<Pid, PidState>
        {
            Entries = ["pid.default", "pid.dampening_wd"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Momentum = settings["momentum"],
                IntegralGain = settings["integral"],
                DerivativeGain = settings["derivative"],
                Dampening = settings["dampening"],
                ForgetFirstGradient = true,
                WeightDecay = settings["weight_decay"],
            },
            States =
            {
                ["i_buffer"] = state => state.Integral.ReadOnlySpan<double>(),
                ["d_buffer"] = state => state.Derivative.ReadOnlySpan<double>(),
                ["grad_buffer"] = state => state.PreviousGradient.ReadOnlySpan<double>(),
            },
        },
    ];
}
