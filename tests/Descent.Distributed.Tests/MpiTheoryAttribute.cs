namespace Descent.Distributed.Tests;

/// <summary>A test that takes <c>mpirun</c>, for several data; elsewhere it is skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute() => Skip = Mpi.WhyNot;
}

/// <summary>One that takes another library for some of the ranks as well.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OtherLibraryTheoryAttribute : TheoryAttribute
{
    public OtherLibraryTheoryAttribute() => Skip = Mpi.WhyNot ?? (OtherPow.Library is null ? "There is no C compiler on this machine, which makes the library (gcc or clang)." : null);
}
