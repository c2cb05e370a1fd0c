namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that scale steps by squared gradients alone.</summary>
internal static class AdaptiveMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<AdaGrad, AdaGradState>
        {
            Entries = ["adagrad.default", "adagrad.lecture", "adagrad.lr_decay", "adagrad.accumulator", "adagrad.all"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                LearningRateDecay = settings["lr_decay"],
                InitialAccumulator = settings["initial_accumulator_value"],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["sum"] = state => state.SumOfSquares.ReadOnlySpan<double>() },
        },
        new Mapping<RmsProp, RmsPropState>
        {
            Entries = ["rmsprop.default", "rmsprop.fast"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Decay = settings["alpha"],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["square_avg"] = state => state.MeanSquare.ReadOnlySpan<double>() },
        },

        // TensorFlow's average starts at 1. Where its momentum has the learning rate makes no difference without momentum.
        new Mapping<RmsProp, RmsPropState>
        {
            Entries = ["rmsprop_tf.default"],
            Optimizer = settings =>
            {
                settings.RequireOn("lr_in_momentum");
                return new()
                {
                    LearningRate = settings["lr"],
                    Decay = settings["alpha"],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    EpsilonPlacement = EpsilonPlacement.InsideRoot,
                    InitialMeanSquare = 1,
                };
            },
            States = { ["square_avg"] = state => state.MeanSquare.ReadOnlySpan<double>() },
        },
        new Mapping<RmsPropWithMomentum, RmsPropWithMomentumState>
        {
            Entries = ["rmsprop_tf.default", "rmsprop_tf.momentum", "rmsprop_tf.lr_outside"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Decay = settings["alpha"],
                Momentum = settings["momentum"],
                Epsilon = settings["eps"],
                EpsilonPlacement = EpsilonPlacement.InsideRoot,
                InitialMeanSquare = 1,
                LearningRateInVelocity = settings.IsOn("lr_in_momentum"),
                WeightDecay = settings["weight_decay"],
            },
            States = { ["square_avg"] = state => state.MeanSquare.ReadOnlySpan<double>(), ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
        },
        new Mapping<CenteredRmsPropWithMomentum, CenteredRmsPropWithMomentumState>
        {
            Entries = ["rmsprop_tf.centered"],
            Optimizer = settings =>
            {
                settings.RequireOn("centered");
                return new()
                {
                    LearningRate = settings["lr"],
                    Decay = settings["alpha"],
                    Momentum = settings["momentum"],
                    Epsilon = settings["eps"],
                    EpsilonPlacement = EpsilonPlacement.InsideRoot,
                    InitialMeanSquare = 1,
                    LearningRateInVelocity = settings.IsOn("lr_in_momentum"),
                    WeightDecay = settings["weight_decay"],
                };
            },
            States =
            {
                ["square_avg"] = state => state.MeanSquare.ReadOnlySpan<double>(),
                ["grad_avg"] = state => state.MeanGradient.ReadOnlySpan<double>(),
                ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>(),
            },
        },
        new Mapping<RmsPropWithMomentum, RmsPropWithMomentumState>
        {
            Entries = ["rmsprop.default", "rmsprop.momentum"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Decay = settings["alpha"],
                Momentum = settings["momentum"],
                Epsilon = settings["eps"],
            },
            States = { ["square_avg"] = state => state.MeanSquare.ReadOnlySpan<double>(), ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
        },
        new Mapping<CenteredRmsProp, CenteredRmsPropState>
        {
            Entries = ["rmsprop.centered"],
            Optimizer = settings =>
            {
                settings.RequireOn("centered");
                return new()
                {
                    LearningRate = settings["lr"],
                    Decay = settings["alpha"],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                };
            },
            States = { ["square_avg"] = state => state.MeanSquare.ReadOnlySpan<double>(), ["grad_avg"] = state => state.MeanGradient.ReadOnlySpan<double>() },
        },
        new Mapping<CenteredRmsPropWithMomentum, CenteredRmsPropWithMomentumState>
        {
            Entries = ["rmsprop.centered", "rmsprop.centered_momentum", "rmsprop.all"],
            Optimizer = settings =>
            {
                settings.RequireOn("centered");
                return new()
                {
                    LearningRate = settings["lr"],
                    Decay = settings["alpha"],
                    Momentum = settings["momentum"],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                };
            },
            States =
            {
                ["square_avg"] = state => state.MeanSquare.ReadOnlySpan<double>(),
                ["grad_avg"] = state => state.MeanGradient.ReadOnlySpan<double>(),
                ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>(),
            },
        },
        new Mapping<AdaDelta, AdaDeltaState>
        {
            Entries = ["adadelta.default", "adadelta.big_eps", "adadelta.wd_maximize"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Decay = settings["rho"],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["square_avg"] = state => state.MeanSquare.ReadOnlySpan<double>(), ["acc_delta"] = state => state.MeanSquareStep.ReadOnlySpan<double>() },
        },
    ];
}
