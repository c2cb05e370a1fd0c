using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Descent.Generator.Analyzers.Dataflow;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds moving averages with the weights of another: <c>β₁ * m + (1 − β₂) * x</c>, <c>(1 − β) * m + β * x</c> with β above a half, and constants
/// whose sum is not one; and averages that are weighed like new values, <c>x + (1 − β) * m</c>. <c>μ * m + x</c> and <c>μ * m + (1 − dampening) * x</c> are momentum, and a constant may be a learning rate.
/// </summary>
internal static class AverageWeights
{
    private const string Swapped = "the weights are swapped";
    private const string NotOne = "their sum is not 1";

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var values = rule.Values;
        var averages = rule.Averages;
        var kept = averages.Select(average => average.Decay).OfType<int>().ToList();
        var corrected = rule.BiasCorrections.Select(correction => correction.Decay).ToList();
        foreach (var average in averages)
        {
            if (Fault(values, average, kept, corrected) is { } fault)
            {
                yield return new(
                    DiagnosticIds.WrongAverageWeights, values.Program[average.Value].Site, average.State.Name,
                    $"is weighed by '{Text(average.Kept)}' and its new value by '{Text(average.Taken)}'; {fault}");
            }
        }

        foreach (var (sum, average) in MisusedAverages(values, averages))
        {
            var decay = values.TextOf(average.Decay!.Value);
            yield return new(DiagnosticIds.WrongAverageWeights, values.Program[sum].Site, average.State.Name, $"has the decay '{decay}' and is weighed by '1 - {decay}', as a new value would be");
        }

        string Text(ImmutableArray<int> factors) => string.Join(" * ", factors.Select(values.TextOf));
    }

    /// <summary>Sums such as <c>x + (1 − β) * m</c>, where m is an average with the decay β already, and nothing else in the sum is weighed by β.</summary>
    private static IEnumerable<(int Sum, MovingAverage Average)> MisusedAverages(Values values, ImmutableArray<MovingAverage> averages)
    {
        var uses = Uses.Of(values.Program);
        for (var sum = 0; sum < values.Program.Count; sum++)
        {
            if (!IsSum(sum) || values.IsCoefficient(sum) || uses[sum].Any(IsSum))
            {
                continue;
            }

            var terms = Product.Terms(values.Program, sum);
            foreach (var average in averages.Where(average => average.IsNormalized(values)))
            {
                if (terms.Any(IsMisuse) && !terms.Any(term => term.Factors.Any(factor => values.AreEqual(factor, average.Decay!.Value))))
                {
                    yield return (sum, average);
                }

                bool IsMisuse(Product term) => term.Factors.Length == 2 && term.Factors.Contains(average.Value)
                    && term.Divisors.All(values.IsCoefficient)
                    && term.Factors.Any(factor => values.ComplementOf(factor) is { } decay && values.AreEqual(decay, average.Decay!.Value));
            }
        }

        bool IsSum(int value) => values.Program[value].Opcode is Opcode.Add or Opcode.Subtract;
    }

    private static string? Fault(Values values, MovingAverage average, List<int> allKept, List<int> corrected)
    {
        if (average.Decay is not { } kept || average.Taken.IsEmpty || average.IsNormalized(values))
        {
            return null;
        }

        if (values.ComplementOf(kept) is { } decay)
        {
            return IsTaken(decay) && values.DefaultOf(decay) > 0.5 && !IsOfWeights(values, average) ? Swapped
                : IsTaken(kept) && values.DefaultOf(decay) != 0.5 ? NotOne
                : null;
        }

        var complements = average.Taken.Select(values.ComplementOf).OfType<int>().ToList();
        return complements.Count == 1 && values.IsSetting(kept) && IsDecay(complements[0]) ? NotOne
            : average.Taken.All(factor => values.Program[factor].IsConstant) && values.IsSetting(kept) && IsAverage(kept) && !IsOne(kept) ? NotOne
            : null;

        bool IsTaken(int value) => average.Taken.Any(factor => values.AreEqual(factor, value));

        // One minus what is no decay of anything is a dampening.
        bool IsDecay(int other) => allKept.Concat(corrected).Any(known => values.AreEqual(known, other));

        // A learning rate has no place in an average of squares, nor in one that is corrected for its start.
        bool IsAverage(int value) => HasSquare(values, average.New) || corrected.Any(known => values.AreEqual(known, value));

        bool IsOne(int value)
        {
            var (old, added) = (values.DefaultOf(value), average.Taken.Aggregate(1.0, (product, factor) => product * values.DefaultOf(factor)));
            return !(old is > 0 and < 1 && added is > 0 and < 1) || Math.Abs(1 - old - added) < 0.01 * (1 - old);
        }
    }

    /// <summary>Whether what is averaged are the weights themselves, as Lookahead does: how much of them is taken is a choice.</summary>
    private static bool IsOfWeights(Values values, MovingAverage average)
        => average.New.Length == 1
            && values.AlternativesOf(average.New[0]).SelectMany(value => Product.Terms(values.Program, value)).Any(term => term.Single is { } factor && values.MayBe(factor, Slot.Weight));

    private static bool HasSquare(Values values, ImmutableArray<int> factors)
        => factors.Select(values.NumberOf).Distinct().Count() < factors.Length
            || factors.Any(factor => values.Program[factor].Opcode == Opcode.Pow && values.DefaultOf(values.Program[factor].Operands[1]) == 2);
}
