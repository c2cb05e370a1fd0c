using Descent.Chains;

namespace Descent.Tests.Oracles.Mappings;

/// <summary>Adam inside Lookahead, composed of parts.</summary>
[Optimizer]
[Chain(typeof(ScaleByAdam), typeof(ScaleByLearningRate), typeof(Lookahead))]
internal sealed partial class LookaheadAdam;

/// <summary>Rules around other rules: Lookahead and sharpness-aware minimization.</summary>
internal static class WrapperMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<LookaheadMomentum, LookaheadMomentumState>
        {
            Entries = ["lookahead.sgd", "lookahead.sgd_reset"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Momentum = settings["momentum"],
                Interval = (int)settings["k"],
                Pull = settings["alpha"],
                ResetVelocity = settings.Has("pullback_momentum") && settings.Is("pullback_momentum", "reset"),
            },
            States = { ["slow_params"] = state => state.SlowWeight.ReadOnlySpan<double>(), ["momentum_buffer"] = state => state.Velocity.ReadOnlySpan<double>() },
        },
        new Mapping<LookaheadAdam, LookaheadAdamState>
        {
            Entries = ["lookahead.adam", "lookahead.adam_other"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Beta1 = settings["betas", 0],
                Beta2 = settings["betas", 1],
                Epsilon = settings["eps"],
                Interval = (int)settings["k"],
                Pull = settings["alpha"],
            },
            States = { ["slow_params"] = state => state.SlowWeight.ReadOnlySpan<double>(), ["exp_avg"] = state => state.FirstMoment.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },

            // The library makes room for a velocity that Adam does not have.
            ComputedStates = ["momentum_buffer"],
        },
        new Mapping<Sam, SamState>
        {
            Entries = ["sam.sgd", "sam.adaptive"],
            Optimizer = settings => new()
            {
                LearningRate = settings["lr"],
                Momentum = settings["momentum"],
                Radius = settings["rho"],
                Adaptive = settings.IsOn("adaptive"),
            },
        },
    ];
}
