namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that scale the step of each tensor by norms over it.</summary>
internal static class LayerWiseMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<Lamb, LambState<double>>
        {
            Entries = ["lamb.no_clip"],
            Optimizer = settings =>
            {
                settings.RequireOn("bias_correction");
                settings.RequireOn("grad_averaging");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                };
            },
            States = { ["exp_avg"] = state => state.M, ["exp_avg_sq"] = state => state.V },
        },
        new Mapping<Lars, LarsState<double>>
        {
            // The library scales only tensors with weight decay unless told otherwise, which both entries arrange for.
            Entries = ["lars.default", "lars.always"],
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
                };
            },
            States = { ["momentum_buffer"] = state => state.Velocity },
        },
        new Mapping<NovoGrad, NovoGradState<double>>
        {
            Entries = ["novograd.default", "novograd.wd"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
                GradientAveraging = settings.IsOn("grad_averaging"),
            },
            States = { ["exp_avg"] = state => state.M, ["exp_avg_sq"] = state => new[] { state.V } },
        },
    ];
}
