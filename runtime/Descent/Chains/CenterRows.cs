namespace Descent.Chains;

/// <summary>
/// Gradient centralization (Yong et al., 2020, arXiv:2004.01461): takes from the gradient of each row of a matrix, the weights of one output, its mean.
/// A vector is left as it is.
/// </summary>
public static class CenterRows
{
    /// <summary>The update without the mean of its row; of a vector the update itself.</summary>
    /// <param name="update">The update.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update) => Reduce.Rows == 1 ? update : update - Reduce.Mean(update, Per.Row);
}
