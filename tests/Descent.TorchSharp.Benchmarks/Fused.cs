using System.Runtime.InteropServices;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Benchmarks;

/// <summary>
/// libtorch's own fused steps on the CPU, which TorchSharp does not offer, by their C++ names. A handle is the address of an <c>at::Tensor</c>, which is one pointer; an
/// <c>ArrayRef</c> is an address and a length; an empty <c>std::optional</c> is zeros.
/// </summary>
internal sealed unsafe class Fused : IDisposable
{
    private static readonly nint s_nothing = (nint)NativeMemory.AllocZeroed(16);

    private readonly List<Tensor> _kept = [];
    private readonly Tensor[] _steps;
    private readonly nint[] _weights;
    private readonly nint[] _gradients;
    private readonly nint[] _first;
    private readonly nint[] _second;
    private readonly nint[] _counts;
    private int _step;

    public Fused(TorchParameter[] parameters, bool hasSecond)
    {
        _steps = [.. parameters.Select(_ => zeros([], dtype: ScalarType.Float32))];
        _weights = Pointers(parameters);
        _gradients = Pointers([.. parameters.Select(parameter => parameter.grad!)]);
        _first = Pointers([.. parameters.Select(parameter => zeros_like(parameter).detach())]);
        _second = hasSecond ? Pointers([.. parameters.Select(parameter => zeros_like(parameter).detach())]) : [];
        _counts = Pointers(_steps);
    }

    public void Adam()
    {
        Count();
        CallAdam(Of(_weights), Of(_gradients), Of(_first), Of(_second), default, Of(_counts), 1e-3, 0.9, 0.999, 0, 1e-8, 0, 0, s_nothing, s_nothing);
    }

    public void AdamW()
    {
        Count();
        CallAdamW(Of(_weights), Of(_gradients), Of(_first), Of(_second), default, Of(_counts), 1e-3, 0.9, 0.999, 1e-2, 1e-8, 0, 0, s_nothing, s_nothing);
    }

    public void Sgd() => CallSgd(Of(_weights), Of(_gradients), Of(_first), 0, 0.9, 1e-3, 0, 0, 0, (byte)(_step++ == 0 ? 1 : 0), s_nothing, s_nothing);

    [DllImport("torch_cpu", EntryPoint = "_ZN2at4_ops12_fused_adam_4callEN3c108ArrayRefINS_6TensorEEES5_S5_S5_S5_S5_dddddbbRKSt8optionalIS4_ES9_")]
    private static extern void CallAdam(
        Tensors weights, Tensors gradients, Tensors first, Tensors second, Tensors largest, Tensors steps, double rate, double beta1, double beta2, double decay, double epsilon, byte amsgrad, byte maximize, nint scale, nint found);

    [DllImport("torch_cpu", EntryPoint = "_ZN2at4_ops13_fused_adamw_4callEN3c108ArrayRefINS_6TensorEEES5_S5_S5_S5_S5_dddddbbRKSt8optionalIS4_ES9_")]
    private static extern void CallAdamW(
        Tensors weights, Tensors gradients, Tensors first, Tensors second, Tensors largest, Tensors steps, double rate, double beta1, double beta2, double decay, double epsilon, byte amsgrad, byte maximize, nint scale, nint found);

    [DllImport("torch_cpu", EntryPoint = "_ZN2at4_ops11_fused_sgd_4callEN3c108ArrayRefINS_6TensorEEES5_S5_ddddbbbRKSt8optionalIS4_ES9_")]
    private static extern void CallSgd(
        Tensors weights, Tensors gradients, Tensors velocities, double decay, double momentum, double rate, double dampening, byte nesterov, byte maximize, byte isFirst, nint scale, nint found);

    public void Dispose() => _kept.ForEach(tensor => tensor.Dispose());

    private nint[] Pointers(Tensor[] tensors)
    {
        _kept.AddRange(tensors.Where(tensor => tensor is not TorchParameter));
        var pointers = GC.AllocateArray<nint>(tensors.Length, pinned: true);
        for (var index = 0; index < tensors.Length; index++)
        {
            pointers[index] = Marshal.ReadIntPtr(tensors[index].Handle);
        }

        return pointers;
    }

    private static Tensors Of(nint[] pointers) => new(pointers.Length == 0 ? 0 : Marshal.UnsafeAddrOfPinnedArrayElement(pointers, 0), pointers.Length);

    private void Count()
    {
        _step++;
        foreach (var count in _steps)
        {
            MemoryMarshal.Cast<byte, float>(count.bytes)[0] = _step;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Tensors(nint Data, nint Length);
}
