namespace Descent.Training;

/// <summary>One term of a loss, such as the data loss or the regularization loss, that can be evaluated without the others.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="LossAndGradients">Returns the term at the present weights and writes its gradients, of this term alone, to the gradient buffers.</param>
public sealed record LossTerm(string Name, Func<double> LossAndGradients)
{
    /// <summary>The name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;
}
