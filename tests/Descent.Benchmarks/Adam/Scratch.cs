namespace Descent.Benchmarks.Adam;

/// <summary>Memory for intermediate results that is kept from step to step.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class Scratch<T>
{
    private T[] _values = [];

    public Span<T> Of(int length)
    {
        if (_values.Length < length)
        {
            _values = new T[length];
        }

        return _values.AsSpan(0, length);
    }
}
