using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Trials;

/// <summary>Some steps of a rule on made-up gradients, on a tensor whose weights are all alike.</summary>
internal sealed class Trial
{
    private readonly Program _update;
    private readonly Program? _beforeGradient;
    private readonly IReadOnlyDictionary<string, double> _hyperparameters;
    private readonly Dictionary<string, double> _slots = [];
    private int _step;

    /// <summary>Begins.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="bodies">The bodies of its methods without calls, in the order of <see cref="RuleModel.Methods"/>.</param>
    /// <param name="weight">The weight at the start.</param>
    /// <param name="input">What every further input is.</param>
    /// <param name="hyperparameters">The hyperparameters; <see langword="null"/> for their defaults.</param>
    public Trial(RuleModel rule, IReadOnlyList<Program> bodies, double weight, double input = 1, IReadOnlyDictionary<string, double>? hyperparameters = null)
    {
        var methods = rule.Methods.ToList();
        _update = bodies[0];
        _beforeGradient = methods.FindIndex(method => method.Kind == RuleMethod.BeforeGradient) is >= 0 and var index ? bodies[index] : null;
        _hyperparameters = hyperparameters ?? Defaults(rule);
        _slots["weight"] = weight;
        _slots["gradient"] = 0;
        foreach (var state in rule.States)
        {
            _slots["state." + state.Name] = state.Source switch
            {
                StateSource.Weight => weight,
                StateSource.Hyperparameter => _hyperparameters[state.Hyperparameter!],
                _ => BitConverter.Int64BitsToDouble(state.InitialBits),
            };
        }

        foreach (var model in rule.Inputs)
        {
            _slots["input." + model.Name] = input;
        }
    }

    /// <summary>The weight now.</summary>
    public double Weight => _slots["weight"];

    /// <summary>Whether the training is lost: the weight is infinite, or it or a state is NaN. A state may be infinite, as a least loss so far.</summary>
    public bool IsLost => double.IsInfinity(Weight) || _slots.Values.Any(double.IsNaN);

    /// <summary>What the hyperparameters are until somebody sets them.</summary>
    public static Dictionary<string, double> Defaults(RuleModel rule) => rule.Hyperparameters.ToDictionary(
        model => model.Name,
        model => model.Kind == HyperparameterKind.Double ? BitConverter.Int64BitsToDouble(model.DefaultBits) : model.DefaultBits);

    /// <summary>Takes one step.</summary>
    /// <param name="gradient">The gradient of every weight.</param>
    /// <returns>The value of each instruction of the update; <see langword="null"/> if the C# would throw.</returns>
    public double[]? Step(double gradient) => Step(_ => gradient);

    /// <summary>Takes one step.</summary>
    /// <param name="gradientAt">The gradient at a weight; a rule that looks ahead asks for it there, and may have asked where it began.</param>
    /// <returns>The value of each instruction of the update; <see langword="null"/> if the C# would throw.</returns>
    public double[]? Step(Func<double, double> gradientAt)
    {
        _step++;
        if (_beforeGradient is not null)
        {
            _slots["gradient"] = gradientAt(Weight);
            if (Interpreter.Run(_beforeGradient, _hyperparameters, _step, _slots) is null)
            {
                return null;
            }
        }

        _slots["gradient"] = gradientAt(Weight);
        return Interpreter.Run(_update, _hyperparameters, _step, _slots);
    }

    /// <summary>The weight after each of some steps along given gradients; NaN from where the C# would throw.</summary>
    public IEnumerable<double> Walk(IEnumerable<double> gradients) => gradients.Select(gradient => Step(gradient) is null ? double.NaN : Weight);
}
