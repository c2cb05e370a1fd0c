using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// Reductions over a row, a column or the whole of the tensor that an <see cref="UpdateAttribute"/> method works on, or over all parameters of
/// the optimizer. The compiler splits the method at each of them: into passes over a row that stays in the cache, or over the weights; the total
/// is a <see cref="double"/> with the same bits for every vector width and number of threads.
/// </summary>
/// <remarks>
/// The terms are computed in the weights' type and summed in <see cref="double"/>, by one fixed tree. A reduction may not stand under a
/// condition that differs from weight to weight: write <c>Reduce.Sum(condition ? x : 0)</c>. Outside of a rule's <c>Reference</c> these
/// methods have no tensor to reduce over, and throw.
/// </remarks>
public static class Reduce
{
    /// <summary>The sum of a value over all weights of the tensor; 0 for none.</summary>
    /// <param name="value">The value at this weight.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="InvalidOperationException">The method that calls it was not called by <c>Reference</c>.</exception>
    public static double Sum(double value) => Next(ReductionKind.Sum, value, Per.Tensor);

    /// <inheritdoc cref="Sum(double)"/>
    /// <param name="value">The value at this weight.</param>
    /// <param name="per"><see cref="Per.Row"/>, <see cref="Per.Column"/> or <see cref="Per.Tensor"/>, or <see cref="Per.Optimizer"/> for all parameters of the optimizer that take part in the step.</param>
    public static double Sum(double value, Per per) => Next(ReductionKind.Sum, value, per);

    /// <inheritdoc cref="Sum(double)"/>
    /// <param name="value">The value at this weight.</param>
    /// <param name="per"><see cref="Per.Tensor"/>.</param>
    /// <param name="each"><see cref="Per.Row"/>: the value is the same in all of a row, and each row has one term.</param>
    public static double Sum(double value, Per per, Per each) => Next(ReductionKind.Sum, value, per, each);

    /// <summary>The largest value over all weights of the tensor; negative infinity for none, NaN if one is NaN.</summary>
    /// <param name="value">The value at this weight.</param>
    /// <returns>The maximum.</returns>
    /// <exception cref="InvalidOperationException">The method that calls it was not called by <c>Reference</c>.</exception>
    public static double Max(double value) => Next(ReductionKind.Max, value, Per.Tensor);

    /// <inheritdoc cref="Max(double)"/>
    /// <param name="value">The value at this weight.</param>
    /// <param name="per"><see cref="Per.Row"/>, <see cref="Per.Column"/> or <see cref="Per.Tensor"/>, or <see cref="Per.Optimizer"/> for all parameters of the optimizer that take part in the step.</param>
    public static double Max(double value, Per per) => Next(ReductionKind.Max, value, per);

    /// <inheritdoc cref="Max(double)"/>
    /// <param name="value">The value at this weight.</param>
    /// <param name="per"><see cref="Per.Tensor"/>.</param>
    /// <param name="each"><see cref="Per.Row"/>: the value is the same in all of a row, and each row has one term.</param>
    public static double Max(double value, Per per, Per each) => Next(ReductionKind.Max, value, per, each);

    /// <summary>The smallest value over all weights of the tensor; positive infinity for none, NaN if one is NaN.</summary>
    /// <param name="value">The value at this weight.</param>
    /// <returns>The minimum.</returns>
    /// <exception cref="InvalidOperationException">The method that calls it was not called by <c>Reference</c>.</exception>
    public static double Min(double value) => Next(ReductionKind.Min, value, Per.Tensor);

    /// <inheritdoc cref="Min(double)"/>
    /// <param name="value">The value at this weight.</param>
    /// <param name="per"><see cref="Per.Row"/>, <see cref="Per.Column"/> or <see cref="Per.Tensor"/>, or <see cref="Per.Optimizer"/> for all parameters of the optimizer that take part in the step.</param>
    public static double Min(double value, Per per) => Next(ReductionKind.Min, value, per);

    /// <inheritdoc cref="Min(double)"/>
    /// <param name="value">The value at this weight.</param>
    /// <param name="per"><see cref="Per.Tensor"/>.</param>
    /// <param name="each"><see cref="Per.Row"/>: the value is the same in all of a row, and each row has one term.</param>
    public static double Min(double value, Per per, Per each) => Next(ReductionKind.Min, value, per, each);

    /// <summary>The number of weights of the tensor.</summary>
    /// <exception cref="InvalidOperationException">The method that reads it was not called by <c>Reference</c>.</exception>
    public static double Length => Next(ReductionKind.Sum, 1, Per.Tensor);

    /// <summary>The number of rows of the tensor: its first dimension, 1 of a vector.</summary>
    /// <exception cref="InvalidOperationException">The method that reads it was not called by <c>Reference</c>.</exception>
    public static double Rows => Next(ReductionKind.Sum, 1, Per.Tensor, Per.Row);

    /// <summary>The number of columns of the tensor: the product of all its dimensions but the first, and of a vector its length.</summary>
    /// <exception cref="InvalidOperationException">The method that reads it was not called by <c>Reference</c>.</exception>
    public static double Columns => Next(ReductionKind.Sum, 1, Per.Row);

    /// <summary>The mean of a value over all weights of the tensor: their sum over <see cref="Length"/>.</summary>
    /// <param name="value">The value at this weight.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="InvalidOperationException">The method that calls it was not called by <c>Reference</c>.</exception>
    public static double Mean(double value) => Sum(value) / Length;

    /// <inheritdoc cref="Mean(double)"/>
    /// <param name="value">The value at this weight.</param>
    /// <param name="per"><see cref="Per.Row"/>, <see cref="Per.Column"/> or <see cref="Per.Tensor"/>, or <see cref="Per.Optimizer"/> for all parameters of the optimizer that take part in the step.</param>
    public static double Mean(double value, Per per) => Sum(value, per) / Sum(1, per);

    /// <inheritdoc cref="Mean(double)"/>
    /// <param name="value">The value at this weight.</param>
    /// <param name="per"><see cref="Per.Tensor"/>.</param>
    /// <param name="each"><see cref="Per.Row"/>: the value is the same in all of a row, and each row has one term.</param>
    public static double Mean(double value, Per per, Per each) => Sum(value, per, each) / Sum(1, per, each);

    /// <summary>The number of weights of the tensor at which a condition holds.</summary>
    /// <param name="condition">The condition at this weight.</param>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidOperationException">The method that calls it was not called by <c>Reference</c>.</exception>
    public static double Count(bool condition) => Next(ReductionKind.Sum, condition ? 1 : 0, Per.Tensor);

    /// <inheritdoc cref="Count(bool)"/>
    /// <param name="condition">The condition at this weight.</param>
    /// <param name="per"><see cref="Per.Row"/>, <see cref="Per.Column"/> or <see cref="Per.Tensor"/>, or <see cref="Per.Optimizer"/> for all parameters of the optimizer that take part in the step.</param>
    public static double Count(bool condition, Per per) => Next(ReductionKind.Sum, condition ? 1 : 0, per);

    private static double Next(ReductionKind kind, double term, Per per, Per each = Per.Weight) => (per, each) switch
    {
        (Per.Row or Per.Column or Per.Tensor or Per.Optimizer, Per.Weight) => ReductionReplay.Current.Next(kind, term, per),
        (Per.Tensor, Per.Row) => ReductionReplay.Current.Next(kind, term, per, isOfEachRow: true),
        (_, Per.Weight) => throw new ArgumentOutOfRangeException(nameof(per), per, "A reduction is over Per.Row, Per.Column, Per.Tensor or Per.Optimizer."),
        _ => throw new ArgumentOutOfRangeException(nameof(each), each, "A reduction has a term for each weight, or over Per.Tensor for each Per.Row."),
    };
}
