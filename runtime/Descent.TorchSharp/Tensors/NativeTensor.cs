using System.Runtime.InteropServices;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tensors;

/// <summary>A tensor that is reached through <see cref="EntryPoints"/>: nothing is allocated.</summary>
internal sealed class NativeTensor(string name, TorchParameter tensor, TensorLayout layout, EntryPoints points) : TensorAccess(name, tensor, layout)
{
    private nint _gradient;

    public override (nint Tensor, nint Gradient) Objects => (EntryPoints.ObjectOf(Tensor.Handle), EntryPoints.ObjectOf(_gradient));

    public override long? Version => points.CountsVersions ? points.VersionOf(Tensor.Handle) : null;

    public override nint Weights()
    {
        var tensor = Living.Handle;
        return points.Has(tensor, Layout) && points.Data(tensor) is not 0 and var address ? address : throw Changed();
    }

    protected override nint TryTakeGradient(out Tensor? other)
    {
        other = null;
        _gradient = points.TakeGradient(Living.Handle);
        if (_gradient == 0)
        {
            return 0;
        }

        if (points.Has(_gradient, Layout) && points.HasShape(_gradient, Layout) && points.Data(_gradient) is not 0 and var address)
        {
            return address;
        }

        Release();
        try
        {
            // What the questions of a layout may have left behind.
            CheckForErrors();
        }
        catch (ExternalException)
        {
        }

        other = Tensor.grad?.DetachFromDisposeScope();
        return 0;
    }

    protected override void Release()
    {
        points.ReleaseGradient(_gradient);
        _gradient = 0;
    }

    public override void CountVersion()
    {
        if (points.CountsVersions)
        {
            points.BumpVersion(Tensor.Handle);
        }
        else
        {
            CountVersionByOperation();
        }
    }

    protected override void CountVersionOfGradient()
    {
        if (points.CountsVersions && !points.IsInference(_gradient))
        {
            points.BumpVersion(_gradient);
        }
    }
}
