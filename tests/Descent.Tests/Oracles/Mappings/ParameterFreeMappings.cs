namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that find their own step size.</summary>
internal static class ParameterFreeMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<Prodigy, ProdigyState>
        {
            Entries = ["prodigy.default", "prodigy.bias_wd", "prodigy.coupled"],
            Optimizer = settings =>
            {
                settings.IsState("d", "d_max");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Beta3 = settings.OrZero("beta3"),
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    DecoupledWeightDecay = settings.IsOn("decouple"),
                    InitialDistance = settings["d0"],
                    DistanceCoefficient = settings["d_coef"],
                    GrowthRate = settings.Finite("growth_rate"),
                    BiasCorrection = settings.IsOn("use_bias_correction"),
                    SafeguardWarmUp = settings.IsOn("safeguard_warmup"),
                };
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(), ["s"] = state => state.SumOfSteps.ReadOnlySpan<double>(), ["p0"] = state => state.InitialWeight.ReadOnlySpan<double>() },
        },
        new Mapping<DAdaptAdam, DAdaptAdamState>
        {
            Entries = ["dadapt_adam.default", "dadapt_adam.options"],
            Optimizer = settings =>
            {
                settings.IsState("d");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    DecoupledWeightDecay = settings.IsOn("decouple"),
                    InitialDistance = settings[settings.Has("d0") ? "d0" : "d"],
                    GrowthRate = settings.Finite("growth_rate"),
                    BiasCorrection = settings.IsOn("use_bias_correction"),
                };
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(), ["s"] = state => state.SumOfSteps.ReadOnlySpan<double>() },
        },
        new Mapping<DAdaptSgd, DAdaptSgdState>
        {
            Entries = ["dadapt_sgd.default", "dadapt_sgd.wd"],
            Optimizer = settings =>
            {
                settings.IsState("d");
                return new()
                {
                    LearningRate = settings["lr"],
                    Momentum = settings["momentum"],
                    WeightDecay = settings["weight_decay"],
                    InitialDistance = settings[settings.Has("d0") ? "d0" : "d"],
                    GrowthRate = settings.Finite("growth_rate"),
                };
            },
            States = { ["s"] = state => state.SumOfSteps.ReadOnlySpan<double>(), ["x0"] = state => state.InitialWeight.ReadOnlySpan<double>() },
            ComputedStates = ["z"],
        },

        // The library counts each step's changes of its sums; the rule sums anew.
        new Mapping<DAdaptAdaGrad, DAdaptAdaGradState>
        {
            Entries = ["dadapt_adagrad.default", "dadapt_adagrad.options"],
            Optimizer = settings =>
            {
                settings.IsState("d");
                return new()
                {
                    LearningRate = settings["lr"],
                    Momentum = settings["momentum"],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    InitialDistance = settings[settings.Has("d0") ? "d0" : "d"],
                    GrowthRate = settings.Finite("growth_rate"),
                };
            },
            States = { ["sk"] = state => state.SumOfSteps.ReadOnlySpan<double>(), ["alphak"] = state => state.SumOfSquares.ReadOnlySpan<double>(), ["x0"] = state => state.InitialWeight.ReadOnlySpan<double>() },
        },
        new Mapping<DAdaptLion, DAdaptLionState>
        {
            Entries = ["dadapt_lion.default", "dadapt_lion.wd"],
            Optimizer = settings =>
            {
                settings.IsState("d");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    WeightDecay = settings["weight_decay"],
                    InitialDistance = settings[settings.Has("d0") ? "d0" : "d"],
                };
            },
            States = { ["exp_avg"] = state => state.Momentum.ReadOnlySpan<double>(), ["s"] = state => state.SumOfSteps.ReadOnlySpan<double>() },
        },
    ];
}
