namespace Descent.Generator.IR;

/// <summary>The type of an IR value. A <see cref="Double"/> at element rate is a <c>T</c> in the kernel.</summary>
internal enum ScalarType
{
    None,
    Double,
    Integer,
    Boolean,
}
