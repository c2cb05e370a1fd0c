namespace Descent.Tests.Oracles.Mappings;

/// <summary>The regularised leader.</summary>
internal static class FtrlMappings
{
    /// <summary>How the rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<Ftrl, FtrlState>
        {
            Entries = ["ftrl.default", "ftrl.l1", "ftrl.beta", "ftrl.l1_strong"],
            Optimizer = settings =>
            {
                Assert.Equal(-0.5, settings["lr_power"]);
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta = settings["beta"],
                    L1 = settings["lambda_1"],
                    L2 = settings["lambda_2"],
                };
            },
            States = { ["z"] = state => state.LinearTerm.ReadOnlySpan<double>(), ["n"] = state => state.SumOfSquares.ReadOnlySpan<double>() },
        },
    ];
}
