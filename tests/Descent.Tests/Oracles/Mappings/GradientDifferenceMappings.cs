namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that look at how the gradient has changed since the step before.</summary>
internal static class GradientDifferenceMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        // The library keeps the negative of the last gradient.
        new Mapping<Adan, AdanState>
        {
            Entries = ["adan.default", "adan.prox", "adan.no_prox"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Beta3 = settings["betas", 2],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
                ProximalWeightDecay = !settings.IsOn("no_prox"),
            },
            States =
            {
                ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(),
                ["exp_avg_diff"] = state => state.Difference.ReadOnlySpan<double>(),
                ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(),
                ["neg_pre_grad"] = state => state.PreviousGradient.ReadOnlySpan<double>(),
            },
            Units = { ["neg_pre_grad"] = _ => -1 },
        },
        new Mapping<AdanWithClipping, AdanWithClippingState>
        {
            Entries = ["adan.clip"],
            Optimizer = settings =>
            {
                Assert.False(settings.IsOn("no_prox"));
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Beta3 = settings["betas", 2],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    MaximumGradientNorm = settings["max_grad_norm"],
                };
            },
            States =
            {
                ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(),
                ["exp_avg_diff"] = state => state.Difference.ReadOnlySpan<double>(),
                ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(),
                ["neg_pre_grad"] = state => state.PreviousGradient.ReadOnlySpan<double>(),
            },
            Units = { ["neg_pre_grad"] = _ => -1 },
        },
        new Mapping<Mars, MarsState>
        {
            Entries = ["mars.default"],
            Optimizer = settings =>
            {
                RequireMars(settings, "adamw");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Gamma = settings["gamma"],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                };
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(), ["last_grad"] = state => state.PreviousGradient.ReadOnlySpan<double>() },
        },
        new Mapping<MarsLion, MarsLionState>
        {
            Entries = ["mars.lion"],
            Optimizer = settings =>
            {
                RequireMars(settings, "lion");
                settings.IsState("eps");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta = settings["betas", 0],
                    Gamma = settings["gamma"],
                    WeightDecay = settings["weight_decay"],
                };
            },
            States = { ["exp_avg"] = state => state.Momentum.ReadOnlySpan<double>(), ["last_grad"] = state => state.PreviousGradient.ReadOnlySpan<double>() },
            ComputedStates = ["exp_avg_sq"],
        },
    ];

    private static void RequireMars(Settings settings, string type)
    {
        Assert.True(settings.Is("mars_type", type));
        settings.RequireOn("optimize_1d");
        Assert.Equal(1, settings["lr_1d_factor"]);
        Assert.Equal((settings["betas", 0], settings["betas", 1]), (settings["betas_1d", 0], settings["betas_1d", 1]));
    }
}
