using System.Collections.Immutable;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Analyzers;

/// <summary>Formulas that are almost surely not the ones that were meant.</summary>
internal static class MathematicsDescriptors
{
    public const string Category = "Descent.Mathematics";

    public static readonly DiagnosticDescriptor SlippedParenthesis = new(
        DiagnosticIds.SlippedParenthesis,
        "A moving average whose parenthesis slipped",
        "The next value of '{0}' holds 1 minus '{1}'; a moving average takes (1 - decay) times the new value",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "β · m + (1 − β) · x is an average; β · m + 1 − β · x drifts to 1 / (1 − β) and falls where x rises.",
        HelpLinks.To(DiagnosticIds.SlippedParenthesis));

    public static readonly DiagnosticDescriptor WrongAverageWeights = Warning(
        DiagnosticIds.WrongAverageWeights,
        "A moving average whose weights are another's",
        "The average '{0}' {1}",
        "β · m + (1 − β) · x is an average with a memory of 1 / (1 − β) steps; with other weights it is too large or too small by a constant, or follows its last value.");

    public static readonly DiagnosticDescriptor MissingBiasCorrection = Information(
        DiagnosticIds.MissingBiasCorrection,
        "A moving average that starts at 0 and is not corrected",
        "'{0}' starts at 0 and is used without division by 1 - {1}^t, so it is too small in the first steps",
        "After t steps from 0 the weights of an average sum to 1 − βᵗ; where another average is divided by its own sum, or a root of one divides, the first steps have another size.");

    public static readonly DiagnosticDescriptor WrongBiasCorrection = Warning(
        DiagnosticIds.WrongBiasCorrection,
        "A bias correction that is applied twice or is another's",
        "'{0}' is an average with the decay '{1}'; it {2}",
        "An average is divided by the sum of its weights, 1 − βᵗ with its own β, once.");

    public static readonly DiagnosticDescriptor ZeroBiasCorrection = Warning(
        DiagnosticIds.ZeroBiasCorrection,
        "A bias correction that is 0 at the first step",
        "'{0}' is 0 at step {1}, and divides",
        "Steps count from 1, and 1 − β⁰ is 0.");

    public static readonly DiagnosticDescriptor LearningRateTwice = Warning(
        DiagnosticIds.LearningRateTwice,
        "A learning rate that is applied twice",
        "The step holds '{0}' twice: '{1}' has it already",
        "A learning rate in the velocity and again in the step is its square: η = 0.001 moves weights by a millionth.");

    public static readonly DiagnosticDescriptor CoupledWeightDecay = Information(
        DiagnosticIds.CoupledWeightDecay,
        "Weight decay that goes through the moments",
        "'{0}' flows into '{1}' and into '{2}', by whose root '{1}' is divided: weights with large gradients decay less",
        "λ w in the gradient is divided by √v like the gradient (Loshchilov and Hutter, 2019); AdamW takes η λ w from the weight itself.");

    public static readonly DiagnosticDescriptor DivisionByZero = Warning(
        DiagnosticIds.DivisionByZero,
        "A division by zero",
        "'{0}' divides {1}",
        "A gradient of exactly 0 is common: dead units, rows of an embedding that no sample used, the first step from zero. One NaN spreads to every weight.");

    public static readonly DiagnosticDescriptor NegativeOperand = Warning(
        DiagnosticIds.NegativeOperand,
        "A square root or logarithm of a possibly negative value",
        "The {0} is NaN where '{1}' is negative, and nothing keeps it from that",
        "A centred variance v − m² is negative as soon as rounding makes it so, and more than that if its averages decay at different rates.");

    public static readonly DiagnosticDescriptor NegativeBase = Warning(
        DiagnosticIds.NegativeBase,
        "A power of a possibly negative value",
        "The power is NaN where '{0}' is negative and '{1}' is not a whole number",
        "Math.Pow of a negative base and an exponent that is not whole is NaN.");

    public static readonly DiagnosticDescriptor VanishingConstant = Warning(
        DiagnosticIds.VanishingConstant,
        "A constant that vanishes in float",
        "'{0}' is {1}, which {2}",
        "A float has 24 bits and no magnitude below 1.4e-45: an ε that rounds away guards nothing.");

    public static readonly DiagnosticDescriptor StepUp = Warning(
        DiagnosticIds.StepUp,
        "A step that climbs",
        "A step moves '{0}' up the gradient: from 0, with gradient 1, to {1}",
        "Descent subtracts: at the default hyperparameters every step tried, along gradients of either sign, went with the gradient.");

    public static readonly DiagnosticDescriptor Scale = new(
        DiagnosticIds.Scale,
        "How the update scales",
        "The update of '{0}' has degree {1} in the gradient and {2} in the weight",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        "Degree 0: gradients twice as large change nothing. Degree 1: they make a step twice as large.",
        HelpLinks.To(DiagnosticIds.Scale));

    public static readonly DiagnosticDescriptor GrowingWeights = Warning(
        DiagnosticIds.GrowingWeights,
        "A weight decay that makes weights grow",
        "'{0}' makes weights grow: at {1}, without a gradient, a weight of 1 becomes {2}",
        "Decay pulls weights to 0: weight *= 1 - LearningRate * WeightDecay, or gradient += WeightDecay * weight.");

    public static readonly DiagnosticDescriptor Divergence = Warning(
        DiagnosticIds.Divergence,
        "A rule that does not descend on a parabola",
        "On a flat parabola with its minimum at 1, the rule takes '{0}' from 0 to {1} in {2} steps",
        "At the default hyperparameters, on 0.01 · (w − 1)² / 2, where every learning rate below 200 descends.");

    public static readonly DiagnosticDescriptor Asymmetry = Warning(
        DiagnosticIds.Asymmetry,
        "A step that treats the two signs of a gradient differently",
        "Opposite gradients do not move '{0}' to opposite places: from 0, the gradients {1} lead to {2}, and their opposites to {3}",
        "Nothing tells a rule which way is up but the sign of the gradient: a constant was added where it should multiply, or a square took the sign away.");

    public static readonly DiagnosticDescriptor UnusualDegree = Warning(
        DiagnosticIds.UnusualDegree,
        "Steps that shrink as gradients grow, or grow faster",
        "The update of '{0}' has degree {1} in the gradient; that of a descent lies between 0, its sign, and 1, the gradient itself",
        "A rule that divides by a second moment needs its square root; without it, flat directions explode and steep ones stand still.");

    public static readonly DiagnosticDescriptor Cancellation = Warning(
        DiagnosticIds.Cancellation,
        "A difference that cancels",
        "'{0}' is '{1}' without its last digits",
        "Subtracting from 1 rounds to a multiple of 1.1e-16; subtracting again does not bring the digits back.");

    public static readonly DiagnosticDescriptor FloatingPointEquality = Warning(
        DiagnosticIds.FloatingPointEquality,
        "Computed numbers compared for equality",
        "Rounding decides whether '{0}' equals '{1}'",
        "In float and in double, and after another order of operations, the answer may differ.");

    public static readonly DiagnosticDescriptor TruncatedDivision = Warning(
        DiagnosticIds.TruncatedDivision,
        "A division of whole numbers that drops the fraction",
        "'{0}' divides whole numbers and drops the fraction; make one of them a double",
        "1 / t is 1 at the first step and 0 at every other.");

    public static readonly DiagnosticDescriptor SinglePrecision = Warning(
        DiagnosticIds.SinglePrecision,
        "A constant in single precision",
        "'{0}' is {1}: a rule computes in double, and the suffix rounds the constant before",
        "The loop rounds constants to the type of the weights by itself.");

    public static readonly DiagnosticDescriptor FunctionForEachWeight = Information(
        DiagnosticIds.FunctionForEachWeight,
        "A function that is evaluated for each weight and need not be",
        "'{0}' is evaluated for each weight; {1}",
        "Powers, exponentials and logarithms have no vector form of the same bits: one costs more than all the rest of most rules.");

    public static readonly DiagnosticDescriptor ScatteredFactors = Information(
        DiagnosticIds.ScatteredFactors,
        "Factors that could be multiplied once",
        "'{0}' multiplies twice for each weight; '{1}' and '{2}' next to each other are multiplied once per step",
        "Strict maths keeps the order that is written: (a · x) · b is two multiplications for each weight, (a · b) · x is one.");

    public static readonly DiagnosticDescriptor Drift = Warning(
        DiagnosticIds.Drift,
        "A weight that moves without a gradient",
        "Without any gradient and any weight decay, '{0}' moves from 1 to {1} in {2}",
        "A term that should be multiplied by the gradient or by a moment stands alone.");

    public static readonly DiagnosticDescriptor LearningRateEffect = Warning(
        DiagnosticIds.LearningRateEffect,
        "A learning rate that does not lengthen the step",
        "With '{0}' twice as large, the first step from 0 goes to {2} instead of {1}",
        "A learning rate is a factor of the step: twice the rate, a longer step.");

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        SlippedParenthesis,
        WrongAverageWeights,
        MissingBiasCorrection,
        WrongBiasCorrection,
        ZeroBiasCorrection,
        LearningRateTwice,
        CoupledWeightDecay,
        DivisionByZero,
        NegativeOperand,
        NegativeBase,
        VanishingConstant,
        StepUp,
        Scale,
        GrowingWeights,
        Divergence,
        Asymmetry,
        UnusualDegree,
        Cancellation,
        FloatingPointEquality,
        TruncatedDivision,
        SinglePrecision,
        FunctionForEachWeight,
        ScatteredFactors,
        Drift,
        LearningRateEffect,
    ];

    private static DiagnosticDescriptor Information(string id, string title, string message, string description)
        => new(id, title, message, Category, DiagnosticSeverity.Info, isEnabledByDefault: true, description, HelpLinks.To(id));

    private static DiagnosticDescriptor Warning(string id, string title, string message, string description)
        => new(id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, HelpLinks.To(id));
}
