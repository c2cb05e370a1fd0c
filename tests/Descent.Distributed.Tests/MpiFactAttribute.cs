namespace Descent.Distributed.Tests;

/// <summary>A test that takes <c>mpirun</c>; elsewhere it is skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = Mpi.WhyNot;
}
