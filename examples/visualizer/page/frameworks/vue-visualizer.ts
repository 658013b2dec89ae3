import { defineComponent, h, onBeforeUnmount, onMounted, type PropType, ref, watch } from 'vue';
import { AudioVisualizer, type Scene } from '../visualizer/index.js';

/** `AudioVisualizer` as a component of Vue. */
export const VueVisualizer = defineComponent({
  name: 'VueVisualizer',
  props: {
    source: { type: Object as PropType<AudioNode | null>, default: null },
    scene: { type: String as PropType<Scene>, default: 'bars' },
  },
  setup: (props) => {
    const place = ref<HTMLElement | null>(null);
    const visualizer = new AudioVisualizer();
    onMounted(() => {
      if (place.value === null) return;
      visualizer.mount(place.value);
      watch(
        () => props.scene,
        (scene) => visualizer.setScene(scene),
        { immediate: true },
      );
      watch(
        () => props.source,
        (source) => visualizer.setSource(source),
        { immediate: true },
      );
    });
    onBeforeUnmount(() => visualizer.destroy());
    return () => h('div', { ref: place, class: 'picture' });
  },
});
