namespace Descent.Generator.IR;

/// <summary>How often a value changes. Everything below <see cref="Element"/> is computed once, in <c>double</c>, before the loop.</summary>
internal enum Rate
{
    Constant,
    Step,
    Optimizer,
    Tensor,
    Element,
}
