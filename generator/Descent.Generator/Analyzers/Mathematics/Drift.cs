using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Model;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds rules that move a weight though no gradient has ever been there and no weight decay is asked for, at once or after many steps. A
/// projection comes to rest where it would leave weights, a decay whose factor is written as a number is weak, and a rule that computes weights
/// anew from its sums goes on with the gradient.
/// </summary>
internal static class Drift
{
    private const int Steps = 3;

    /// <summary>Within so many steps what happens every few of them has happened.</summary>
    private const int LateSteps = 300;

    /// <summary>How many operations those steps take at most.</summary>
    private const int MostOperations = 1_000_000;

    /// <summary>Far above what rounding adds to a projection of what is projected already.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>How strong a pull may be beside the steps along a gradient of the weight's own size: decays are 1e-5 to 0.1 of one.</summary>
    private const double Weak = 0.12;

    /// <summary>A moving average of any common decay is full after so many steps; a sum grows on.</summary>
    private const int Many = 4000;

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var walks = Trial.Inputs(rule.Model).Select(input => (Input: input, Walk: Walk(rule, 1, input))).ToList();
        if (walks.All(walk => IsDrift(rule, walk.Input, walk.Walk)))
        {
            yield return rule.OfUpdate(DiagnosticIds.Drift, HyperparameterRange.Text(walks[0].Walk[0]), "the first step");
        }
        else if (walks.All(walk => walk.Walk.All(weight => weight == 1)) && Late(rule, walks.Select(walk => walk.Input)) is { } late)
        {
            yield return rule.OfUpdate(DiagnosticIds.Drift, HyperparameterRange.Text(late.Weight), $"step {late.Step.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static List<double> Walk(RuleUnderCheck rule, double start, double input) => [.. Without(rule, start, input).Walk(new double[Steps])];

    /// <summary>The first step that moves a weight which stood still before, if there is one with every input: what begins at 0 and should begin at the weights.</summary>
    private static (double Weight, int Step)? Late(RuleUnderCheck rule, IEnumerable<double> inputs)
    {
        var steps = Math.Min(LateSteps, MostOperations / rule.Bodies.Max(body => body.Count));
        var moves = inputs.Select(input => Without(rule, 1, input).Walk(new double[steps]).Select((weight, step) => (Weight: weight, Step: step + 1)).FirstOrDefault(move => move.Weight != 1)).ToList();
        return moves.All(move => move.Step > 0 && !double.IsNaN(move.Weight) && !double.IsInfinity(move.Weight)) ? moves[0] : null;
    }

    private static bool IsDrift(RuleUnderCheck rule, double input, List<double> walk)
    {
        // What is no number is the business of other checks.
        if (walk.Any(weight => weight == 1 || double.IsNaN(weight) || double.IsInfinity(weight)))
        {
            return false;
        }

        return !walk.All(weight => weight == walk[0]) ? !IsWeakPull(rule, input, walk) || IsOfAnotherNumber(rule, input)
            : walk[0] == 0 ? !IsOfSums(rule, input) && !IsCentred(rule.Update.Simplified)
            : Math.Abs(Walk(rule, walk[0], input)[0] - walk[0]) > Tolerance;
    }

    /// <summary>Whether weights lose their mean, which leaves nothing of weights that are all alike.</summary>
    private static bool IsCentred(Program program)
    {
        var isOfWeight = new bool[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            isOfWeight[value] = program[value] is { Opcode: Opcode.Load, Slot.Kind: SlotKind.Weight } || program[value].Operands.Any(operand => isOfWeight[operand]);
            if (program[value] is { Opcode: Opcode.Subtract } difference && isOfWeight[difference.Operands[0]]
                && program[difference.Operands[1]] is { Opcode: Opcode.Divide } mean
                && program[mean.Operands[0]] is { Opcode: Opcode.Reduce } sum && sum.Operands[0] == difference.Operands[0])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether it is a number for something else that pulls, such as a momentum: no learning rate, and no weight decay, which the steps of a
    /// weight at 0 know nothing of.
    /// </summary>
    private static bool IsOfAnotherNumber(RuleUnderCheck rule, double input) => rule.Model.Hyperparameters
        .Where(model => model.Kind == HyperparameterKind.Double && !rule.Roles.Rates.Contains(model) && !rule.Roles.Pulls.ContainsKey(model.Name))
        .Any(model =>
        {
            var on = rule.Roles.WithoutPulls();
            var off = new Dictionary<string, double>(on) { [model.Name] = 0 };
            return Try(1, off).Walk(new double[Steps]).All(weight => weight == 1)
                && !Try(0, on).StepsFrom(0, Trial.Gradients).SequenceEqual(Try(0, off).StepsFrom(0, Trial.Gradients));

            Trial Try(double start, Dictionary<string, double> hyperparameters) => new(rule.Model, rule.Bodies, start, input, hyperparameters);
        });

    /// <summary>Whether a constant gradient leads ever farther, though the weight itself counts for nothing: follow the leader.</summary>
    private static bool IsOfSums(RuleUnderCheck rule, double input)
    {
        var walk = Without(rule, 0, input).Walk(Enumerable.Repeat(1.0, 2 * Many)).ToList();
        return Math.Abs(walk[(2 * Many) - 1]) > 1.2 * Math.Abs(walk[Many - 1]);
    }

    /// <summary>Whether weights of both signs go towards 0, by a small part of what a gradient as large as the weight does.</summary>
    private static bool IsWeakPull(RuleUnderCheck rule, double input, List<double> walk)
    {
        double[] up = [1, .. walk], down = [-1, .. Without(rule, -1, input).Walk(new double[Steps])];
        double[] along = [1, .. Without(rule, 1, input).Walk(Enumerable.Repeat(1.0, 10 * Steps))];
        var longest = along.Zip(along.Skip(1), (before, after) => Math.Abs(after - before)).Max();
        return IsShrinking(up) && IsShrinking(down) && up.Zip(up.Skip(1), (before, after) => before - after).All(pull => pull <= Weak * longest);

        static bool IsShrinking(double[] weights) => weights.Zip(weights.Skip(1), (before, after) => after / before).All(factor => factor is > 0 and < 1);
    }

    private static Trial Without(RuleUnderCheck rule, double start, double input) => new(rule.Model, rule.Bodies, start, input, rule.Roles.WithoutPulls());
}
