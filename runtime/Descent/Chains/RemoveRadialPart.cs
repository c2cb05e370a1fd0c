namespace Descent.Chains;

/// <summary>
/// Takes from the update of each tensor what only changes the length of its weights, where the gradient shows that the length does not
/// matter, as before a normalization (Heo et al., 2021, arXiv:2006.08217).
/// </summary>
public static class RemoveRadialPart
{
    /// <summary>The update without its part along the weights, where the gradient is nearly orthogonal to them; else the update.</summary>
    /// <param name="update">The update.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="threshold">The cosine of gradient and weights, times √n, below which they are orthogonal; δ in the paper.</param>
    /// <param name="normEpsilon">Added to the norm of the weights, and the smallest norm in the cosine.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(
        double update,
        double weight,
        double gradient,
        [Hyperparameter(0.1, Min = 0)] double threshold,
        [Hyperparameter(1e-8, Above = 0)] double normEpsilon)
        => IsOrthogonal(weight, gradient, threshold, normEpsilon) ? update - RadialPart(update, weight, normEpsilon) : update;

    /// <summary>Whether the gradient of the tensor is nearly orthogonal to its weights: |cos| &lt; threshold / √n.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="threshold">The cosine, times √n, below which they are.</param>
    /// <param name="normEpsilon">The smallest norm in the cosine.</param>
    /// <returns>Whether they are.</returns>
    [Inlineable]
    public static bool IsOrthogonal(double weight, double gradient, double threshold, double normEpsilon)
    {
        var weightNorm = Math.Max(Math.Sqrt(Reduce.Sum(weight * weight)), normEpsilon);
        var gradientNorm = Math.Max(Math.Sqrt(Reduce.Sum(gradient * gradient)), normEpsilon);
        var cosine = Reduce.Sum(weight * gradient) / (weightNorm * gradientNorm);
        return Math.Abs(cosine) < threshold / Math.Sqrt(Reduce.Count(true));
    }

    /// <summary>The part of the update of the tensor that is along its weights.</summary>
    /// <param name="update">The update.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="normEpsilon">Added to the norm of the weights.</param>
    /// <returns>The part at this weight.</returns>
    [Inlineable]
    public static double RadialPart(double update, double weight, double normEpsilon)
    {
        var unit = weight / (Math.Sqrt(Reduce.Sum(weight * weight)) + normEpsilon);
        return unit * Reduce.Sum(unit * update);
    }

    /// <summary>Whether the gradient of every row of the tensor is nearly orthogonal to the row's weights: |cos| &lt; threshold / √columns.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="threshold">The cosine, times √columns, below which they are.</param>
    /// <param name="normEpsilon">The smallest norm in the cosine.</param>
    /// <returns>Whether they are.</returns>
    [Inlineable]
    public static bool AreRowsOrthogonal(double weight, double gradient, double threshold, double normEpsilon)
    {
        var weightNorm = Math.Max(Math.Sqrt(Reduce.Sum(weight * weight, Per.Row)), normEpsilon);
        var gradientNorm = Math.Max(Math.Sqrt(Reduce.Sum(gradient * gradient, Per.Row)), normEpsilon);
        var cosine = Reduce.Sum(weight * gradient, Per.Row) / (weightNorm * gradientNorm);
        return Reduce.Max(Math.Abs(cosine), Per.Tensor, each: Per.Row) < threshold / Math.Sqrt(Reduce.Columns);
    }

    /// <summary>The part of the update of each row that is along the row's weights.</summary>
    /// <param name="update">The update.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="normEpsilon">Added to the norm of the weights.</param>
    /// <returns>The part at this weight.</returns>
    [Inlineable]
    public static double RadialPartOfRow(double update, double weight, double normEpsilon)
    {
        var unit = weight / (Math.Sqrt(Reduce.Sum(weight * weight, Per.Row)) + normEpsilon);
        return unit * Reduce.Sum(unit * update, Per.Row);
    }
}
