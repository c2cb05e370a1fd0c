namespace Descent.Generator.IR;

/// <summary>What a reduction does with its terms; the names of the runtime's <c>ReductionKind</c>.</summary>
internal enum ReductionKind
{
    Sum,
    Max,
    Min,
}
