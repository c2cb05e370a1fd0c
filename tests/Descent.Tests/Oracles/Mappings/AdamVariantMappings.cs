namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that change one of Adam's moments or its step.</summary>
internal static class AdamVariantMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<AdaBelief, AdaBeliefState<double>>
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
            States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_var"] = state => state.Variance },
        },
        new Mapping<RectifiedAdaBelief, RectifiedAdaBeliefState<double>>
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
            States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_var"] = state => state.Variance },
        },
        new Mapping<AdaBeliefAmsGrad, AdaBeliefAmsGradState<double>>
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
            States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_var"] = state => state.Variance, ["max_exp_avg_var"] = state => state.MaximumVariance },
        },
        new Mapping<AdaBound, AdaBoundState<double>>
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
            States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_sq"] = state => state.SecondMoment },
        },
        new Mapping<AmsBound, AmsBoundState<double>>
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
            States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_sq"] = state => state.SecondMoment, ["max_exp_avg_sq"] = state => state.MaximumSecondMoment },
        },
        new Mapping<Ranger, RangerState<double>>
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
            States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_sq"] = state => state.SecondMoment, ["slow_buffer"] = state => state.SlowWeight },
        },
        AdoptWith(clip: true, "adopt.default", "adopt.decouple", "adopt.coupled"),
        AdoptWith(clip: false, "adopt.no_clip"),
        AdEmaMixWith(_ => 0, _ => 0, "ademamix.default"),
        AdEmaMixWith(settings => (int)settings["alpha_warmup"], settings => (int)settings["beta3_warmup"], "ademamix.warmup"),
        new Mapping<DiffGrad, DiffGradState<double>>
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
                ["exp_avg"] = state => state.FirstMoment,
                ["exp_avg_sq"] = state => state.SecondMoment,
                ["previous_grad"] = state => state.PreviousGradient,
            },
        },

        // The library has the learning rate, constant here, inside the momentum, and keeps the sums that make the bias corrections.
        new Mapping<LaProp, LaPropState<double>>
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
            States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_sq"] = state => state.SecondMoment },
            Units = { ["exp_avg"] = settings => settings["lr"] },
            ComputedStates = ["exp_avg_lr_1", "exp_avg_lr_2"],
        },
        new Mapping<CautiousAdamW, CautiousAdamWState<double>>
        {
            Entries = ["c_adamw.torch_eps"],
            Optimizer = settings =>
            {
                settings.RequireOn("caution");
                return CautiousAdamWOf(settings);
            },
            States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_sq"] = state => state.SecondMoment },
        },

        // ε on the uncorrected root is ε / √(1 − β₂ᵗ) on the corrected one.
        new Mapping<CautiousAdamW, CautiousAdamWState<double>>
        {
            Entries = ["c_adamw.default", "c_adamw.no_wd"],
            Optimizer = settings =>
            {
                settings.RequireOn("correct_bias");
                return CautiousAdamWOf(settings);
            },
            AtStep = (optimizer, settings, step) => optimizer.Epsilon = settings["eps"] / Math.Sqrt(1 - Math.Pow(optimizer.Beta2, step)),
            States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_sq"] = state => state.SecondMoment },
        },
        new Mapping<CautiousAmsGrad, CautiousAmsGradState<double>>
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
            States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_sq"] = state => state.SecondMoment, ["max_exp_avg_sq"] = state => state.MaximumSecondMoment },
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

    private static Mapping<Adopt, AdoptState<double>> AdoptWith(bool clip, params string[] entries) => new()
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
        States = { ["exp_avg"] = state => state.FirstMoment, ["exp_avg_sq"] = state => state.SecondMoment },
    };

    private static Mapping<AdEmaMix, AdEmaMixState<double>> AdEmaMixWith(Func<Settings, int> alphaWarmup, Func<Settings, int> beta3Warmup, params string[] entries) => new()
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
            AlphaWarmup = alphaWarmup(settings),
            Beta3Warmup = beta3Warmup(settings),
        },
        States = { ["exp_avg_fast"] = state => state.FirstMoment, ["exp_avg_slow"] = state => state.SlowFirstMoment, ["exp_avg_sq"] = state => state.SecondMoment },
    };
}
