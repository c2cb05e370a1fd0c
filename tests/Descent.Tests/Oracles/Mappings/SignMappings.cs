namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that use the sign of gradients or of their averages.</summary>
internal static class SignMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<SignSgd, SignSgdState>
        {
            Entries = ["signsgd.plain"],
            Optimizer = settings =>
            {
                settings.RequireOn("weight_decouple");
                return new() { LearningRate = settings["lr"], WeightDecay = settings["weight_decay"] };
            },
        },

        // A Lion whose two decays are the same.
        new Mapping<Signum, SignumState>
        {
            Entries = ["signsgd.signum"],
            Optimizer = settings =>
            {
                Assert.Equal(settings["betas", 0], settings["betas", 1]);
                return new() { LearningRate = settings["lr"], Momentum = settings["momentum"], WeightDecay = settings["weight_decay"] };
            },
            States = { ["exp_avg"] = state => state.Momentum.ReadOnlySpan<double>() },
        },
        new Mapping<Lion, LionState>
        {
            Entries = ["lion.default", "lion.wd", "lion.betas"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["exp_avg"] = state => state.Momentum.ReadOnlySpan<double>() },
        },

        // timm's has a switch for the mask; the authors' class is always cautious, with the paper's scale.
        new Mapping<CautiousLion, CautiousLionState>
        {
            Entries = ["lion.cautious_mean", "lion.cautious"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                WeightDecay = settings["weight_decay"],
                PaperScale = !settings.IsOn("caution"),
            },
            States = { ["exp_avg"] = state => state.Momentum.ReadOnlySpan<double>() },
        },
        new Mapping<Tiger, TigerState>
        {
            Entries = ["tiger.default", "tiger.wd"],
            Optimizer = settings =>
            {
                settings.RequireOn("weight_decouple");
                return new() { LearningRate = settings["lr"], Beta = settings["beta"], WeightDecay = settings["weight_decay"] };
            },
            States = { ["exp_avg"] = state => state.Momentum.ReadOnlySpan<double>() },
        },
    ];
}
