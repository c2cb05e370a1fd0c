using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;

namespace Descent.Generator.Trials;

/// <summary>Some steps of a rule on made-up gradients, on a tensor whose weights are all alike. Chance is what it is on average.</summary>
internal sealed class Trial
{
    /// <summary>Gradients to try a few steps with: no two alike, so that no running mean hides in a coincidence.</summary>
    public static readonly double[] Gradients = [1, -0.375, 0.8125];

    private readonly Program _update;
    private readonly Program? _beforeGradient;
    private readonly IReadOnlyDictionary<string, double> _hyperparameters;
    private readonly Dictionary<Slot, double> _slots = [];
    private int _step;

    /// <summary>Begins.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="bodies">The bodies of its methods without calls, in the order of <see cref="RuleModel.Methods"/>.</param>
    /// <param name="weight">The weight at the start.</param>
    /// <param name="input">What every further input is; other than 1, also what a state is that the rule reads and the program sets.</param>
    /// <param name="hyperparameters">The hyperparameters; <see langword="null"/> for their defaults.</param>
    /// <param name="firstStep">The number of the first step.</param>
    public Trial(
        RuleModel rule, IReadOnlyList<Program> bodies, double weight, double input = 1, IReadOnlyDictionary<string, double>? hyperparameters = null, int firstStep = 1)
    {
        var methods = rule.Methods.ToList();
        _update = bodies[0];
        _beforeGradient = methods.FindIndex(method => method.Kind == RuleMethod.BeforeGradient) is >= 0 and var index ? bodies[index] : null;
        _hyperparameters = hyperparameters ?? Defaults(rule);
        _step = firstStep - 1;
        _slots[Slot.Weight] = weight;
        _slots[Slot.Gradient] = 0;
        foreach (var state in rule.States)
        {
            _slots[state.Slot] = state.Source switch
            {
                StateSource.Weight => weight,
                StateSource.Hyperparameter => _hyperparameters[state.Hyperparameter!],
                _ when input != 1 && IsSetFromOutside(rule, state) => input,
                _ => BitConverter.Int64BitsToDouble(state.InitialBits),
            };
        }

        foreach (var model in rule.Inputs)
        {
            _slots[model.Slot] = input;
        }

        foreach (var draw in rule.Draws)
        {
            _slots[draw.Slot!] = draw.Distribution == Distribution.Uniform ? 0.5 : 0;
        }
    }

    /// <summary>The weight now; it may be put elsewhere between steps.</summary>
    public double Weight
    {
        get => _slots[Slot.Weight];
        set => _slots[Slot.Weight] = value;
    }

    /// <summary>Whether the training is lost: the weight is infinite, or it or a state is NaN. A state may be infinite, as a least loss so far.</summary>
    public bool IsLost => double.IsInfinity(Weight) || _slots.Values.Any(double.IsNaN);

    /// <summary>What the hyperparameters are until somebody sets them.</summary>
    public static Dictionary<string, double> Defaults(RuleModel rule) => rule.Hyperparameters.ToDictionary(
        model => model.Name,
        model => model.Kind == HyperparameterKind.Double ? BitConverter.Int64BitsToDouble(model.DefaultBits) : model.DefaultBits);

    /// <summary>The switches of a rule, each with what it is not by default: whole paths may wait behind it.</summary>
    public static IEnumerable<(HyperparameterModel Switch, double Value)> Switches(RuleModel rule) => rule.Hyperparameters.SelectMany(model => model.Kind switch
    {
        HyperparameterKind.Boolean => [1.0 - model.DefaultBits],
        HyperparameterKind.Enumeration => model.Members.Items.Select(member => (double)member.Value).Where(value => value != model.DefaultBits),
        _ => [],
    }, (model, value) => (model, value));

    /// <summary>
    /// What inputs to try before something is said of the gradient or the weight alone: noise, a mask or a curvature comes from outside, and
    /// whoever says what a rule does must say it of each.
    /// </summary>
    public static double[] Inputs(RuleModel rule) => rule.Inputs.Count > 0 || rule.States.Any(state => IsSetFromOutside(rule, state)) ? [1, 0, -1, 0.5] : [1];

    /// <summary>Whether a state has one value for a tensor or the optimizer, and no method of the rule declares that it writes it.</summary>
    public static bool IsSetFromOutside(RuleModel rule, StateModel state)
        => state is { Scope: not Axes.Weight, Source: StateSource.Constant }
            && rule.Methods.All(method => method.Parameters.All(parameter => parameter.Slot != state.Slot || !parameter.IsByReference));

    /// <summary>Takes one step.</summary>
    /// <param name="gradient">The gradient of every weight.</param>
    /// <returns>The value of each instruction of the update; <see langword="null"/> if the C# would throw.</returns>
    public double[]? Step(double gradient) => Step(_ => gradient);

    /// <summary>Takes one step.</summary>
    /// <param name="gradientAt">The gradient at a weight; a rule that looks ahead asks for it there, and may have asked where it began.</param>
    /// <returns>The value of each instruction of the update; <see langword="null"/> if the C# would throw.</returns>
    public double[]? Step(Func<double, double> gradientAt) => Step(gradientAt, null);

    /// <summary>Takes one step in which an instruction of the update has another value.</summary>
    /// <param name="gradientAt">The gradient at a weight; a rule that looks ahead asks for it there.</param>
    /// <param name="replaced">The instruction and its value.</param>
    /// <returns>The value of each instruction of the update; <see langword="null"/> if the C# would throw.</returns>
    public double[]? Step(Func<double, double> gradientAt, (int Value, double Number)? replaced)
    {
        _step++;
        if (_beforeGradient is not null)
        {
            _slots[Slot.Gradient] = gradientAt(Weight);
            if (Interpreter.Run(_beforeGradient, _hyperparameters, _step, _slots) is null)
            {
                return null;
            }
        }

        _slots[Slot.Gradient] = gradientAt(Weight);
        return Interpreter.Run(_update, _hyperparameters, _step, _slots, replaced);
    }

    /// <summary>The weight after each of some steps along given gradients; NaN from where the C# would throw.</summary>
    public IEnumerable<double> Walk(IEnumerable<double> gradients) => gradients.Select(gradient => Step(gradient) is null ? double.NaN : Weight);

    /// <summary>How far each of some steps along given gradients leads from one place, to which the weight is put back every time; NaN from where the C# would throw.</summary>
    public IEnumerable<double> StepsFrom(double place, IEnumerable<double> gradients)
    {
        foreach (var gradient in gradients)
        {
            Weight = place;
            yield return Step(gradient) is null ? double.NaN : Weight - place;
        }
    }
}
