namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that keep a value for each row and column of a matrix.</summary>
internal static class FactoredMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<Adafactor, AdafactorState>
        {
            Entries = ["adafactor.default"],
            Optimizer = settings =>
            {
                Assert.Equal(0, settings.OrZero("beta1"));
                IgnoreSizes(settings);
                return new()
                {
                    LearningRate = settings.OrZero("lr") is > 0 and var rate ? rate : 1e-2,
                    DecayExponent = settings["decay_rate"],
                    ClippingThreshold = settings["clip_threshold"],
                    SquareEpsilon = settings["eps"],
                    WeightEpsilon = settings["eps_scale"],
                    WeightDecay = settings["weight_decay"],
                    RelativeStep = settings.IsOn("relative_step"),
                    ScaleByWeights = settings.IsOn("scale_parameter"),
                    WarmUp = settings.IsOn("warmup_init"),
                };
            },
            States =
            {
                ["exp_avg_sq_row"] = state => state.RowMoment.ReadOnlySpan<double>(),
                ["exp_avg_sq_col"] = state => state.ColumnMoment.ReadOnlySpan<double>(),
                ["exp_avg_sq"] = state => state.ColumnMoment.ReadOnlySpan<double>(),
            },
            ComputedStates = ["RMS"],
        },
        AdafactorWithMomentumOn("adafactor.external_lr", isLargeBetweenSteps: false),

        // Coordinate 25 is 1.1e-2 at step 5 and 7.4e-4 at step 25, where the library's float run is 8.2e-9 off its own in double, and this one 0.9e-9.
        AdafactorWithMomentumOn("adafactor.warmup", isLargeBetweenSteps: true),

        // PyTorch takes the machine epsilon of the weights' type unless one is given.
        AdafactorPyTorchOn(double.BitIncrement(1) - 1, ["A", "B", "C", "CT"], "adafactor.torch"),
        AdafactorPyTorchOn(MathF.BitIncrement(1) - 1, ["B32"], "adafactor.torch"),
        AdafactorPyTorchOn(null, null, "adafactor.torch_wd"),
        new Mapping<Sm3, Sm3State>
        {
            Entries = ["sm3.default"],
            Optimizer = settings =>
            {
                Assert.Equal(0, settings["momentum"]);
                return new() { LearningRate = settings["lr"], Decay = settings["beta"], Epsilon = settings["eps"] };
            },
            States = { ["accumulator_0"] = state => Bound(state, state.RowBound, state.ColumnBound), ["accumulator_1"] = state => state.ColumnBound.ReadOnlySpan<double>() },
            ComputedStates = ["momentum_buffer"],
        },
        new Mapping<Sm3WithMomentum, Sm3WithMomentumState>
        {
            Entries = ["sm3.momentum", "sm3.momentum_beta"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Momentum = settings["momentum"],
                Decay = settings["beta"],
                Epsilon = settings["eps"],
            },
            States =
            {
                ["momentum_buffer"] = state => state.Average.ReadOnlySpan<double>(),
                ["accumulator_0"] = state => Bound(state, state.RowBound, state.ColumnBound),
                ["accumulator_1"] = state => state.ColumnBound.ReadOnlySpan<double>(),
            },
        },
    ];

    private static Mapping<AdafactorWithMomentum, AdafactorWithMomentumState> AdafactorWithMomentumOn(string entry, bool isLargeBetweenSteps) => new()
    {
        Entries = [entry],
        IsLargeBetweenSteps = isLargeBetweenSteps,
        Optimizer = settings =>
        {
            IgnoreSizes(settings);
            Assert.Equal(0, settings["betas", 1]);
            return new()
            {
                LearningRate = settings.OrZero("lr") is > 0 and var rate ? rate : 1e-2,
                Beta1 = settings["beta1"],
                DecayExponent = settings["decay_rate"],
                ClippingThreshold = settings["clip_threshold"],
                SquareEpsilon = settings["eps"],
                WeightEpsilon = settings["eps_scale"],
                WeightDecay = settings["weight_decay"],
                RelativeStep = settings.IsOn("relative_step"),
                ScaleByWeights = settings.IsOn("scale_parameter"),
                WarmUp = settings.IsOn("warmup_init"),
            };
        },
        States =
        {
            ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(),
            ["exp_avg_sq_row"] = state => state.RowMoment.ReadOnlySpan<double>(),
            ["exp_avg_sq_col"] = state => state.ColumnMoment.ReadOnlySpan<double>(),
            ["exp_avg_sq"] = state => state.ColumnMoment.ReadOnlySpan<double>(),
        },
        ComputedStates = ["RMS"],
    };

    private static Mapping<AdafactorPyTorch, AdafactorPyTorchState> AdafactorPyTorchOn(double? epsilon, IReadOnlyList<string>? problems, string entry) => new()
    {
        Entries = [entry],
        Problems = problems,
        Optimizer = settings => new()
        {
            LearningRate = settings["lr"],
            DecayExponent = settings["beta2_decay"],
            SquareEpsilon = epsilon ?? settings["eps", 0],
            WeightEpsilon = settings["eps", 1],
            ClippingThreshold = settings["d"],
            WeightDecay = settings["weight_decay"],
        },
        States =
        {
            ["row_var"] = state => state.RowMoment.ReadOnlySpan<double>(),
            ["col_var"] = state => state.ColumnMoment.ReadOnlySpan<double>(),
            ["variance"] = state => state.ColumnMoment.ReadOnlySpan<double>(),
        },
    };

    /// <summary>The first axis: the rows of a matrix; of a vector, which is one row here, its columns.</summary>
    private static ReadOnlySpan<double> Bound(OptimizerState state, StateView rows, StateView columns) => (state.Rows == 1 ? columns : rows).ReadOnlySpan<double>();

    /// <summary>All tensors are factored, whatever their size.</summary>
    private static void IgnoreSizes(Settings settings)
    {
        Assert.Equal(1, settings["min_dim_size_to_factor"]);
        Assert.False(settings.IsOn("caution"));
    }
}
