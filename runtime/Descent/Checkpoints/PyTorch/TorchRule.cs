using System.Text.Json;

namespace Descent.Checkpoints;

/// <summary>What PyTorch, and TorchSharp with it, calls the states and hyperparameters of a rule that both have, with one meaning.</summary>
/// <param name="Name">PyTorch's optimizer.</param>
/// <param name="States">Its states, and ours.</param>
/// <param name="Hyperparameters">Its hyperparameters, those in a list with their place, and ours.</param>
internal sealed record TorchRule(string Name, IReadOnlyList<(string Theirs, string Ours)> States, IReadOnlyList<(string Theirs, string Ours)> Hyperparameters)
{
    /// <summary>What its hyperparameters must be for the rule to be this one, if the file has them.</summary>
    public IReadOnlyList<(string Theirs, string Value)> Fixed { get; init; } = [];

    /// <summary>Whether it counts steps.</summary>
    public bool HasStep { get; init; } = true;

    private static readonly (string, string)[] s_rate = [("lr", "LearningRate"), ("weight_decay", "WeightDecay")];

    private static readonly (string, string)[] s_adam = [.. s_rate, ("betas.0", "Beta1"), ("betas.1", "Beta2"), ("eps", "Epsilon")];

    private static readonly (string, string)[] s_rms = [.. s_rate, ("alpha", "Decay"), ("eps", "Epsilon")];

    private static readonly (string, string)[] s_moments = [("exp_avg", "FirstMoment"), ("exp_avg_sq", "SecondMoment")];

    private static readonly Dictionary<string, TorchRule> s_all = new(StringComparer.Ordinal)
    {
        ["Descent.Adam"] = new("Adam", s_moments, s_adam) { Fixed = [("amsgrad", "False"), ("decoupled_weight_decay", "False")] },
        ["Descent.AdamW"] = new("AdamW", s_moments, s_adam) { Fixed = [("amsgrad", "False"), ("decoupled_weight_decay", "True")] },
        ["Descent.AmsGrad"] = new("Adam", [.. s_moments, ("max_exp_avg_sq", "MaximumSecondMoment")], [.. s_adam, ("decoupled_weight_decay", "DecoupledWeightDecay")]) { Fixed = [("amsgrad", "True")] },
        ["Descent.NAdam"] = new(
            "NAdam", [.. s_moments, ("mu_product", "Product")], [.. s_adam, ("momentum_decay", "MomentumDecay"), ("decoupled_weight_decay", "DecoupledWeightDecay")]),
        ["Descent.RAdam"] = new("RAdam", s_moments, [.. s_adam, ("decoupled_weight_decay", "DecoupledWeightDecay")]),
        ["Descent.AdaMax"] = new("Adamax", [("exp_avg", "FirstMoment"), ("exp_inf", "InfinityNorm")], s_adam),
        ["Descent.AdaGrad"] = new("Adagrad", [("sum", "SumOfSquares")], [.. s_rate, ("lr_decay", "LearningRateDecay"), ("eps", "Epsilon")]),
        ["Descent.AdaDelta"] = new("Adadelta", [("square_avg", "MeanSquare"), ("acc_delta", "MeanSquareStep")], [.. s_rate, ("rho", "Decay"), ("eps", "Epsilon")]),
        ["Descent.RmsProp"] = new("RMSprop", [("square_avg", "MeanSquare")], s_rms) { Fixed = [("centered", "False"), ("momentum", "0")] },
        ["Descent.RmsPropWithMomentum"] = new("RMSprop", [("square_avg", "MeanSquare"), ("momentum_buffer", "Velocity")], [.. s_rms, ("momentum", "Momentum")]) { Fixed = [("centered", "False")] },
        ["Descent.CenteredRmsProp"] = new("RMSprop", [("square_avg", "MeanSquare"), ("grad_avg", "MeanGradient")], s_rms) { Fixed = [("centered", "True"), ("momentum", "0")] },
        ["Descent.CenteredRmsPropWithMomentum"] = new(
            "RMSprop", [("square_avg", "MeanSquare"), ("grad_avg", "MeanGradient"), ("momentum_buffer", "Velocity")], [.. s_rms, ("momentum", "Momentum")]) { Fixed = [("centered", "True")] },
        ["Descent.HeavyBallMomentum"] = new("SGD", [("momentum_buffer", "Velocity")], [.. s_rate, ("momentum", "Momentum"), ("dampening", "Dampening")]) { Fixed = [("nesterov", "False")], HasStep = false },
        ["Descent.SgdPyTorch"] = new(
            "SGD", [("momentum_buffer", "Velocity")],
            [.. s_rate, ("momentum", "Momentum"), ("dampening", "Dampening"), ("nesterov", "Nesterov")]) { HasStep = false },
        ["Descent.Rprop"] = new(
            "Rprop", [("prev", "PreviousGradient"), ("step_size", "StepSize")],
            [("etas.0", "Decrease"), ("etas.1", "Increase"), ("step_sizes.0", "MinimumStep"), ("step_sizes.1", "MaximumStep")]),
    };

    /// <summary>The rule of an optimizer.</summary>
    /// <exception cref="NotSupportedException">PyTorch has none that means the same.</exception>
    public static TorchRule Of(Type type) => s_all.TryGetValue(type.FullName!, out var rule)
        ? rule
        : throw new NotSupportedException($"PyTorch has no optimizer whose states mean what those of {type.Name} mean. These have one: {string.Join(", ", s_all.Keys.Select(known => known.Split('.')[1]).Order(StringComparer.Ordinal))}.");

    /// <summary>A hyperparameter of a group of PyTorch's, as text; nothing if it has none of the name.</summary>
    public static string? Read(JsonElement group, string name)
    {
        if (name.Split('.') is not [var key, .. var place] || !group.TryGetProperty(key, out var value))
        {
            return null;
        }

        if (place is [var number])
        {
            var index = int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
            value = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > index ? value[index] : default;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number => NumberText.Of(value.GetDouble()),
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.Undefined => null,
            _ => value.GetRawText(),
        };
    }
}
