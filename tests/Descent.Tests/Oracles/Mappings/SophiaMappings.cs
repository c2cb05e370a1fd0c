namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that are given an estimate of the Hessian's diagonal with the gradient.</summary>
internal static class SophiaMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        G(batchSize: 4, interval: 5, "sophiag.default"),
        G(batchSize: 1, interval: 1, "sophiag.wd"),
        H(interval: 1, "sophiah.default"),
        H(interval: 3, "sophiah.wd"),
    ];

    /// <summary>The batch size and the interval are arguments of the authors' training loop, not of their class.</summary>
    private static Mapping<SophiaG, SophiaGState> G(double batchSize, int interval, string entry) => new()
    {
        Entries = [entry],
        Optimizer = settings => new()
        {
            LearningRate = settings["lr"],
            Beta1 = settings["betas", 0],
            Beta2 = settings["betas", 1],
            Rho = settings["rho"],
            WeightDecay = settings["weight_decay"],
            BatchSize = batchSize,
            Interval = interval,
        },
        States = { ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["hessian"] = state => state.AverageHessian.ReadOnlySpan<double>() },
    };

    private static Mapping<SophiaH, SophiaHState> H(int interval, string entry) => new()
    {
        Entries = [entry],
        Optimizer = settings =>
        {
            settings.RequireOn("weight_decouple");
            return new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Limit = settings["p"],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
                Interval = interval,
            };
        },
        States = { ["momentum"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["hessian_moment"] = state => state.AverageHessian.ReadOnlySpan<double>(), ["hessian"] = state => state.Hessian.ReadOnlySpan<double>() },
    };
}
