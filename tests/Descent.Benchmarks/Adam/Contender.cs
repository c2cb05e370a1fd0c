using System.Numerics;

namespace Descent.Benchmarks.Adam;

/// <summary>One way to take a step of Adam.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="name">What the table calls it.</param>
/// <param name="agreement">How its results compare with those of the generated loop.</param>
internal abstract class Contender<T>(string name, Agreement agreement)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public string Name { get; } = name;

    public Agreement Agreement { get; } = agreement;

    /// <summary>Takes one step, on the calling thread alone.</summary>
    public abstract void Step(AdamTensor<T> tensor);

    /// <summary>Puts into the tensor what the contender keeps elsewhere, if it does.</summary>
    public virtual void Settle(AdamTensor<T> tensor)
    {
    }
}
