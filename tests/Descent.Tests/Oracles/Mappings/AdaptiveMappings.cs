namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that scale steps by squared gradients alone.</summary>
internal static class AdaptiveMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<AdaGrad, AdaGradState<double>>
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
            States = { ["sum"] = state => state.SumOfSquares },
        },
        new Mapping<RmsProp, RmsPropState<double>>
        {
            Entries = ["rmsprop.default", "rmsprop.fast"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Decay = settings["alpha"],
                Epsilon = settings["eps"],
                WeightDecay = settings["weight_decay"],
            },
            States = { ["square_avg"] = state => state.MeanSquare },
        },

        // TensorFlow's average starts at 1. Where its momentum has the learning rate makes no difference without momentum.
        new Mapping<RmsPropEpsilonInside, RmsPropEpsilonInsideState<double>>
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
                    InitialMeanSquare = 1,
                };
            },
            States = { ["square_avg"] = state => state.MeanSquare },
        },
    ];
}
