namespace Descent.Tests.Oracles.Mappings;

/// <summary>Adam and its relatives.</summary>
internal static class AdamMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<Adam, AdamState>
        {
            Entries = ["adam.default", "adam.lecture", "adam.weight_decay", "adam.big_eps", "adam.beta1_zero", "adam.maximize", "adam.long_memory"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },
        new Mapping<AdamW, AdamWState>
        {
            Entries = ["adamw.default", "adamw.maximize", "adamw.groups"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },

        // No library here has it, but Adam is the same rule with a learning rate and an ε that change from step to step (Kingma and Ba,
        // end of section 2): η m̂ / (√v̂ + ε) = η c / (1 − β₁ᵗ) · m / (√v + ε c), where c = √(1 − β₂ᵗ).
        new Mapping<AdamWithoutBiasCorrection, AdamWithoutBiasCorrectionState>
        {
            Entries = ["adam.default", "adam.lecture", "adam.big_eps", "adam.beta1_zero", "adam.long_memory"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
            },
            AtStep = (optimizer, settings, step) =>
            {
                var correction = Math.Sqrt(1 - Math.Pow(optimizer.Beta2, step));
                optimizer.LearningRate = settings["lr"] * correction / (1 - Math.Pow(optimizer.Beta1, step));
                optimizer.Epsilon = settings["eps"] * correction;
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },
        RAdamWith(decoupledWeightDecay: false, "radam.default", "radam.large", "radam.wd"),
        RAdamWith(decoupledWeightDecay: true, "radamw.default"),
        AmsGradWith(decoupledWeightDecay: false, "adam.amsgrad", "adam.amsgrad_wd"),
        AmsGradWith(decoupledWeightDecay: true, "adamw.amsgrad"),
        new Mapping<AdaMax, AdaMaxState>
        {
            Entries = ["adamax.default", "adamax.wd", "adamax.maximize"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_inf"] = state => state.InfinityNorm.ReadOnlySpan<double>() },
        },
        NAdamWith(decoupledWeightDecay: false, null, "nadam.default", "nadam.momentum_decay"),
        NAdamWith(decoupledWeightDecay: true, null, "nadamw.default"),

        // In float, B32, a weight comes back from 0.1 to 0.0002 between the recorded steps: the tolerance is below the last place of 0.1.
        NAdamWith(decoupledWeightDecay: false, ["A", "B"], "nadam.weight_decay"),
        new Mapping<NAdamWithoutSchedule, NAdamWithoutScheduleState>
        {
            Entries = ["nadamw_simple.default"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },
        new Mapping<CautiousNAdamW, CautiousNAdamWState>
        {
            Entries = ["nadamw_simple.caution"],
            Optimizer = settings =>
            {
                settings.RequireOn("caution");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                };
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },
    ];

    private static Mapping<NAdam, NAdamState> NAdamWith(bool decoupledWeightDecay, IReadOnlyList<string>? problems, params string[] entries) => new()
    {
        Entries = entries,
        Problems = problems,
        Optimizer = settings => new()
        {
            LearningRate = settings["lr"],
            Beta1 = settings["betas", 0],
            Beta2 = settings["betas", 1],
            Epsilon = settings["eps"],
            MomentumDecay = settings["momentum_decay"],
            WeightDecay = settings["weight_decay"],
            DecoupledWeightDecay = decoupledWeightDecay,
        },
        States =
        {
            ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(),
            ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(),
            ["mu_product"] = state => new[] { state.Product },
        },
    };

    private static Mapping<AmsGrad, AmsGradState> AmsGradWith(bool decoupledWeightDecay, params string[] entries) => new()
    {
        Entries = entries,
        Optimizer = settings =>
        {
            settings.RequireOn("amsgrad");
            return new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
                DecoupledWeightDecay = decoupledWeightDecay,
            };
        },
        States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(), ["max_exp_avg_sq"] = state => state.MaximumSecondMoment.ReadOnlySpan<double>() },
    };

    private static Mapping<RAdam, RAdamState> RAdamWith(bool decoupledWeightDecay, params string[] entries) => new()
    {
        Entries = entries,
        Optimizer = settings => new()
        {
            LearningRate = settings["lr"],
            Beta1 = settings["betas", 0],
            Beta2 = settings["betas", 1],
            Epsilon = settings["eps"],
            WeightDecay = settings["weight_decay"],
            DecoupledWeightDecay = decoupledWeightDecay,
        },
        States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
    };
}
