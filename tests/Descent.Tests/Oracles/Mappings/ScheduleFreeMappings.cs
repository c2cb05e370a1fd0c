namespace Descent.Tests.Oracles.Mappings;

/// <summary>Rules that train at one point and are evaluated at another.</summary>
internal static class ScheduleFreeMappings
{
    /// <summary>How each rule is set up, and the entries that it must match.</summary>
    public static readonly Mapping[] All =
    [
        new Mapping<ScheduleFreeSgd, ScheduleFreeSgdState>
        {
            Entries = ["sfsgd.default", "sfsgd.warmup", "sfsgd.r_half"],
            Optimizer = settings =>
            {
                settings.IsState("lr_max");
                return new()
                {
                    LearningRate = settings["lr"],
                    Momentum = settings["momentum"],
                    WeightDecay = settings["weight_decay"],
                    WarmUpSteps = (int)settings["warmup_steps"],
                    AveragingPower = settings["r"],
                    LearningRatePower = settings["weight_lr_power"],
                };
            },
            States = { ["z"] = state => state.BaseWeight.ReadOnlySpan<double>() },
        },
        new Mapping<ScheduleFreeAdamW, ScheduleFreeAdamWState>
        {
            Entries = ["sfadamw.default", "sfadamw.warmup", "sfadamw.unweighted"],
            Optimizer = settings =>
            {
                settings.IsState("lr_max");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    WarmUpSteps = (int)settings["warmup_steps"],
                    AveragingPower = settings["r"],
                    LearningRatePower = settings["weight_lr_power"],
                };
            },
            States = { ["z"] = state => state.BaseWeight.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },
        new Mapping<ScheduleFreeRAdam, ScheduleFreeRAdamState>
        {
            Entries = ["sfradam.default", "sfradam.loud"],
            Optimizer = settings =>
            {
                settings.IsState("lr_max");
                return new()
                {
                    LearningRate = settings["lr"],
                    Beta1 = settings["betas", 0],
                    Beta2 = settings["betas", 1],
                    Epsilon = settings["eps"],
                    WeightDecay = settings["weight_decay"],
                    AveragingPower = settings["r"],
                    LearningRatePower = settings["weight_lr_power"],
                    SilentStart = settings.IsOn("silent_sgd_phase"),
                };
            },
            States = { ["z"] = state => state.BaseWeight.ReadOnlySpan<double>(), ["exp_avg_sq"] = state => state.SecondMoment.ReadOnlySpan<double>() },
        },
    ];
}
