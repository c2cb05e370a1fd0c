namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that scale the step of each tensor by norms over it.</summary>
internal static class LayerWiseMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<Lamb, LambState>
        {
            Entries = ["lamb.no_clip"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
                BiasCorrection = settings.IsOn("bias_correction"),
                GradientAveraging = settings.IsOn("grad_averaging"),
                ClipTrust = settings.IsOn("trust_clip"),
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },
        new Mapping<LambWithClipping, LambWithClippingState>
        {
            Entries = ["lamb.default", "lamb.always_adapt", "lamb.options"],
            Optimizer = settings =>
            {
                Assert.True(settings["weight_decay"] != 0 || settings.IsOn("always_adapt"));
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    BiasCorrection = settings.IsOn("bias_correction"),
                    GradientAveraging = settings.IsOn("grad_averaging"),
                    ClipTrust = settings.IsOn("trust_clip"),
                    MaximumGradientNorm = settings["max_grad_norm"],
                };
            },
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },

        // The paper's third version. The library's bias correction is one of the learning rate, with ε on the uncorrected root.
        new Mapping<Lamb, LambState>
        {
            Entries = ["lamb.v3", "lamb.v3_debias"],
            Optimizer = settings =>
            {
                _ = settings.IsOn("debias");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    BiasCorrection = false,
                    MaximumWeightNorm = settings.Has("clamp_value") ? settings["clamp_value"] : 10,
                };
            },
            AtStep = (optimizer, settings, step) => optimizer.LearningRate = settings.IsOn("debias")
                ? settings["lr"] * Math.Sqrt(1 - Math.Pow(optimizer.Beta2, step)) / (1 - Math.Pow(optimizer.Beta1, step))
                : settings["lr"],
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
            ComputedStates = ["weight_norm", "adam_norm", "trust_ratio"],
        },
        new Mapping<Lars, LarsState>
        {
            // The library scales only tensors with weight decay unless told otherwise, which all entries arrange for.
            Entries = ["lars.default", "lars.always", "lars.clip_nesterov"],
            Optimizer = settings =>
            {
                _ = settings.IsOn("always_adapt");
                return new()
                {
                    LearningRate = settings["lr"],
                    Momentum = settings["momentum"],
                    TrustCoefficient = settings["trust_coeff"],
                    WeightDecay = settings["weight_decay"],
                    Epsilon = settings["eps"],
                    ClipTrust = settings.IsOn("trust_clip"),
                    Nesterov = settings.IsOn("nesterov"),
                };
            },
            States = { ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
        },
        new Mapping<NovoGrad, NovoGradState>
        {
            Entries = ["novograd.default", "novograd.wd", "novograd.amsgrad"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
                GradientAveraging = settings.IsOn("grad_averaging"),
                AmsGrad = settings.IsOn("amsgrad"),
            },
            States =
            {
                ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(),
                ["exp_avg_sq"] = state => new[] { state.SecondMoment },
                ["max_exp_avg_sq"] = state => new[] { state.MaximumSecondMoment },
            },
        },
        AdamPOn(problems: null, "adamp.default"),
        AdamPOn(Vectors, "adamp.nesterov"),
        new Mapping<AdamPByRows, AdamPByRowsState>
        {
            Entries = ["adamp.default", "adamp.nesterov"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
                Threshold = settings["delta"],
                DecayRatio = settings["wd_ratio"],
                Nesterov = settings.IsOn("nesterov"),
            },
            AtStep = (optimizer, _, _) => optimizer.Project = optimizer.Parameters[0].Shape.Length > 1,
            States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },
        new Mapping<SgdP, SgdPState>
        {
            Entries = ["sgdp.default", "sgdp.nesterov"],
            Problems = Vectors,
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Momentum = settings["momentum"],
                WeightDecay = settings["weight_decay"],
                Epsilon = settings["eps"],
                Threshold = settings["delta"],
                DecayRatio = settings["wd_ratio"],
                Nesterov = settings.IsOn("nesterov"),
            },
            AtStep = (optimizer, _, _) => optimizer.Project = optimizer.Parameters[0].Shape.Length > 1,
            States = { ["momentum"] = state => state.Velocity.ReadOnlySpan<double>() },
        },
        new Mapping<SgdPByRows, SgdPByRowsState>
        {
            Entries = ["sgdp.default", "sgdp.nesterov"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Momentum = settings["momentum"],
                WeightDecay = settings["weight_decay"],
                Epsilon = settings["eps"],
                Threshold = settings["delta"],
                DecayRatio = settings["wd_ratio"],
                Nesterov = settings.IsOn("nesterov"),
            },
            AtStep = (optimizer, _, _) => optimizer.Project = optimizer.Parameters[0].Shape.Length > 1,
            States = { ["momentum"] = state => state.Velocity.ReadOnlySpan<double>() },
        },
        new Mapping<Fromage, FromageState>
        {
            Entries = ["fromage.default", "fromage.bound"],
            Optimizer = settings => new() { LearningRate = settings["lr"], NormBound = settings.Has("p_bound") ? settings["p_bound"] : 0 },
            States = { ["max"] = state => new[] { state.InitialNorm } },
            Units = { ["max"] = settings => settings["p_bound"] },
        },
    ];

    /// <summary>
    /// The problems of vectors, which AdamP's library does not project. It looks at each row of a matrix first, and where that finds something
    /// to project the rules that look at the whole do another thing; those by rows do the same.
    /// </summary>
    private static string[] Vectors => ["A", "B"];

    private static Mapping<AdamP, AdamPState> AdamPOn(string[]? problems, params string[] entries) => new()
    {
        Entries = entries,
        Problems = problems,
        Optimizer = settings => new()
        {
            LearningRate = settings["lr"],
            Beta1 = settings["betas", 0],
            Beta2 = settings["betas", 1],
            Epsilon = settings["eps"],
            WeightDecay = settings["weight_decay"],
            Threshold = settings["delta"],
            DecayRatio = settings["wd_ratio"],
            Nesterov = settings.IsOn("nesterov"),
        },
        AtStep = (optimizer, _, _) => optimizer.Project = optimizer.Parameters[0].Shape.Length > 1,
        States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
    };
}
