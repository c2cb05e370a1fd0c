namespace Descent.Matrices.Tests.Oracles;

/// <summary>A rule as a plain loop over the operations, with the state of one matrix.</summary>
internal interface IMatrixRule<T>
{
    void Step(T[] weights, T[] gradient);
}
