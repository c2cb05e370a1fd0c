using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Analysis;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds divisions by zero that end the training, by trying what happens to real weights: gradients that are 0 (dead units, rows of an
/// embedding that no sample used), equal, or of changing sign, from a weight that is 0 and from another. A division counts if it leaves a
/// weight or a state that is NaN.
/// </summary>
internal static class Divisions
{
    private static readonly double[] s_weights = [0.5, 0];
    private static readonly double[] s_inputs = [1, 0];
    private static readonly double[][] s_gradients = [[0, 0, 0], [1, 1, 1], [0, 1, 1], [1, 0, 1], [1, -1, 1]];

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        if (FirstBiasCorrections.Run(rule).Any())
        {
            // The first step divides by 0, and that is said already.
            yield break;
        }

        var found = new HashSet<int>();
        foreach (var finding in AtDefaults(rule).Concat(AtSwitches(rule)).Concat(AtBounds(rule)).Concat(AtPoles(rule)))
        {
            if (found.Add(finding.Site))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<Finding> AtDefaults(RuleUnderCheck rule)
        => from weight in s_weights
           from input in rule.Model.Inputs.Count > 0 ? s_inputs : [1]
           from gradients in s_gradients
           let trial = new Trial(rule.Model, rule.Bodies, weight, input)
           from finding in Lost(rule, trial, gradients, isAnywhere: true, weight == 0 ? ", from weight 0" : "")
           select finding;

    /// <summary>What waits behind a switch is tried as what does not.</summary>
    private static IEnumerable<Finding> AtSwitches(RuleUnderCheck rule)
        => from other in Trial.Switches(rule.Model)
           let hyperparameters = new Dictionary<string, double>(Trial.Defaults(rule.Model)) { [other.Switch.Name] = other.Value }
           from gradients in s_gradients
           let trial = new Trial(rule.Model, rule.Bodies, s_weights[0], hyperparameters: hyperparameters)
           from finding in Lost(rule, trial, gradients, isAnywhere: true, $" and '{other.Switch.Name}' {TextOf(other.Switch, other.Value)}")
           select finding;

    private static string TextOf(HyperparameterModel option, double value) => option.Kind == HyperparameterKind.Boolean
        ? value == 1 ? "true" : "false"
        : option.Members.Items.First(member => member.Value == value).Name;

    /// <summary>A factor such as 1 − βᵗ is 0 where the range of β allows 1. An ε of 0 is the wish of who sets it.</summary>
    private static IEnumerable<Finding> AtBounds(RuleUnderCheck rule)
        => from model in rule.Model.Hyperparameters
           where model.Kind == HyperparameterKind.Double
           from bound in new[] { BitConverter.Int64BitsToDouble(model.Min), BitConverter.Int64BitsToDouble(model.Max) }
           where !double.IsNaN(bound)
           let hyperparameters = new Dictionary<string, double>(Trial.Defaults(rule.Model)) { [model.Name] = bound }
           let trial = new Trial(rule.Model, rule.Bodies, s_weights[0], hyperparameters: hyperparameters)
           from finding in Lost(rule, trial, s_gradients[1], isAnywhere: false, $" and '{model.Name}' {HyperparameterRange.Text(bound)}, which its range allows")
           select finding with { Cause = model.Site };

    /// <summary>Something that may be anything from 0 on, minus a positive number that is the same for all weights, is 0 somewhere: a minus before an ε.</summary>
    private static IEnumerable<Finding> AtPoles(RuleUnderCheck rule)
        => from method in rule.Methods.Zip(rule.Intervals, (method, intervals) => (method.Simplified, method.Axes, intervals))
           from value in Enumerable.Range(0, method.Simplified.Count)
           let division = method.Simplified[value]
           where division is { Opcode: Opcode.Divide, Type: ScalarType.Double }
           let divisor = method.Simplified[division.Operands[1]]
           where divisor.Opcode == Opcode.Subtract && method.Axes[divisor.Operands[0]].IsOfWeights() && !method.Axes[divisor.Operands[1]].IsOfWeights()
           where method.intervals[divisor.Operands[0]] == Interval.NonNegative && method.intervals[divisor.Operands[1]] is { Low: >= 0, High: > 0 }
           select new Finding(
               DiagnosticIds.DivisionByZero, division.Site, rule.WrittenAt(division),
               $"by 0 where '{rule.TextOf(method.Simplified[divisor.Operands[0]])}' equals '{rule.TextOf(method.Simplified[divisor.Operands[1]])}'");

    private static IEnumerable<Finding> Lost(RuleUnderCheck rule, Trial trial, double[] gradients, bool isAnywhere, string where)
    {
        var program = rule.Update.Written;
        var axes = AxesOf.Values(program);
        for (var step = 0; step < gradients.Length; step++)
        {
            if (trial.Step(gradients[step]) is not { } values)
            {
                yield break;
            }

            if (trial.IsLost)
            {
                for (var value = 0; value < program.Count; value++)
                {
                    if (program[value] is { Opcode: Opcode.Divide, Type: ScalarType.Double } division
                        && values[division.Operands[1]] == 0
                        && !IsNumber(values[value])
                        && IsNumber(values[division.Operands[0]])
                        && (isAnywhere || !axes[division.Operands[1]].IsOfWeights()))
                    {
                        yield return new(
                            DiagnosticIds.DivisionByZero,
                            division.Site,
                            rule.WrittenAt(division),
                            $"{HyperparameterRange.Text(values[division.Operands[0]])} by 0 at {Moment(step, gradients)}{where}");
                    }
                }

                yield break;
            }
        }
    }

    /// <summary>A step, counted from 1, and the gradients up to it.</summary>
    private static string Moment(int step, double[] gradients)
        => $"step {(step + 1).ToString(CultureInfo.InvariantCulture)} with {(step == 0 ? "gradient" : "gradients")} "
            + string.Join(", ", gradients.Take(step + 1).Select(HyperparameterRange.Text));

    private static bool IsNumber(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}
