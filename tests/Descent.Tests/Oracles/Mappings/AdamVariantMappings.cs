namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that change one of Adam's moments or its step.</summary>
internal static class AdamVariantMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<AdaBelief, AdaBeliefState>
        {
            Entries = ["adabelief.plain"],
            Optimizer = settings =>
            {
                Assert.False(settings.IsOn("rectify"));
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    DecoupledWeightDecay = settings.IsOn("weight_decouple"),
                };
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_var"] = state => state.Variance.ReadOnlySpan<double>() },
        },
        new Mapping<RectifiedAdaBelief, RectifiedAdaBeliefState>
        {
            Entries = ["adabelief.default"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_var"] = state => state.Variance.ReadOnlySpan<double>() },
        },
        new Mapping<AdaBeliefAmsGrad, AdaBeliefAmsGradState>
        {
            Entries = ["adabelief.amsgrad_wd"],
            Optimizer = settings =>
            {
                settings.RequireOn("amsgrad");
                Assert.False(settings.IsOn("rectify"));
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    DecoupledWeightDecay = settings.IsOn("weight_decouple"),
                };
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_var"] = state => state.Variance.ReadOnlySpan<double>(), ["max_exp_avg_var"] = state => state.MaximumVariance.ReadOnlySpan<double>() },
        },
        new Mapping<AdaBound, AdaBoundState>
        {
            Entries = ["adabound.default", "adabound.tight"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                FinalLearningRate = settings["final_lr"],
                Gamma = settings["gamma"],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },
        new Mapping<AmsBound, AmsBoundState>
        {
            Entries = ["adabound.amsbound"],
            Optimizer = settings =>
            {
                settings.RequireOn("amsbound");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    FinalLearningRate = settings["final_lr"],
                    Gamma = settings["gamma"],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                };
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(), ["max_exp_avg_sq"] = state => state.MaximumSecondMoment.ReadOnlySpan<double>() },
        },
        new Mapping<Ranger, RangerState>
        {
            Entries = ["ranger.default", "ranger.wd"],
            CentersRows = true,
            Optimizer = settings =>
            {
                settings.RequireOn("degenerated_to_sgd");
                settings.RequireOn("weight_decouple");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    Interval = (int)settings["k"],
                    Pull = settings["alpha"],
                };
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(), ["slow_buffer"] = state => state.SlowWeight.ReadOnlySpan<double>() },
        },
        AdoptWith(clip: true, "adopt.default", "adopt.decouple", "adopt.coupled"),
        AdoptWith(clip: false, "adopt.no_clip"),
        AdEmaMixWith(_ => 0, _ => 0, "ademamix.default"),
        AdEmaMixWith(settings => (int)settings["alpha_warmup"], settings => (int)settings["beta3_warmup"], "ademamix.warmup"),
        new Mapping<DiffGrad, DiffGradState>
        {
            Entries = ["diffgrad.default", "diffgrad.wd"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States =
            {
                ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(),
                ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(),
                ["previous_grad"] = state => state.PreviousGradient.ReadOnlySpan<double>(),
            },
        },

        // The library has the learning rate, constant here, inside the momentum, and keeps the sums that make the bias corrections.
        new Mapping<LaProp, LaPropState>
        {
            Entries = ["laprop.default", "laprop.wd"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
            Units = { ["exp_avg"] = settings => settings["lr"] },
            ComputedStates = ["exp_avg_lr_1", "exp_avg_lr_2"],
        },
        new Mapping<CautiousAdamW, CautiousAdamWState>
        {
            Entries = ["c_adamw.torch_eps"],
            Optimizer = settings =>
            {
                settings.RequireOn("caution");
                return CautiousAdamWOf(settings);
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },

        // ε on the uncorrected root is ε / √(1 − β₂ᵗ) on the corrected one.
        new Mapping<CautiousAdamW, CautiousAdamWState>
        {
            Entries = ["c_adamw.default", "c_adamw.no_wd"],
            Optimizer = settings =>
            {
                settings.RequireOn("correct_bias");
                return CautiousAdamWOf(settings);
            },
            AtStep = (optimizer, settings, step) => optimizer.Epsilon = settings["eps"] / Math.Sqrt(1 - Math.Pow(optimizer.Beta2, step)),
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },
        new Mapping<CautiousAmsGrad, CautiousAmsGradState>
        {
            Entries = ["c_adamw.torch_amsgrad"],
            Optimizer = settings =>
            {
                settings.RequireOn("caution");
                settings.RequireOn("amsgrad");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                };
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>(), ["max_exp_avg_sq"] = state => state.MaximumSecondMoment.ReadOnlySpan<double>() },
        },
    ];

    private static CautiousAdamW CautiousAdamWOf(Settings settings) => new()
    {
        LearningRate = settings["lr"],
        Beta1 = settings["betas", 0],
        Beta2 = settings["betas", 1],
        Epsilon = settings["eps"],
        WeightDecay = settings["weight_decay"],
    };

    private static Mapping<Adopt, AdoptState> AdoptWith(bool clip, params string[] entries) => new()
    {
        Entries = entries,
        Optimizer = settings => new()
        {
            LearningRate = settings["lr"],
            Beta1 = settings["betas", 0],
            Beta2 = settings["betas", 1],
            Epsilon = settings["eps"],
            Clip = clip,
            WeightDecay = settings["weight_decay"],
            DecoupledWeightDecay = settings.IsOn("decouple"),
        },
        States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
    };

    private static Mapping<AdEmaMix, AdEmaMixState> AdEmaMixWith(Func<Settings, int> alphaWarmUp, Func<Settings, int> beta3WarmUp, params string[] entries) => new()
    {
        Entries = entries,
        Optimizer = settings => new()
        {
            LearningRate = settings["lr"],
            Beta1 = settings["betas", 0],
            Beta2 = settings["betas", 1],
            Beta3 = settings["betas", 2],
            Alpha = settings["alpha"],
            Epsilon = settings["eps"],
            WeightDecay = settings["weight_decay"],
            AlphaWarmUp = alphaWarmUp(settings),
            Beta3WarmUp = beta3WarmUp(settings),
        },
        States = { ["exp_avg_fast"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_slow"] = state => state.SlowFirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
    };
}
